/// Judges the fields of one kind of head, each as soon as its line is complete.
protocol FieldReader {
    mutating func read(_ field: inout HeadField, in bytes: Span<UInt8>) throws(HeadFault)
}

/// Finds field lines, one after the other, up to the blank line that ends them.
///
/// It remembers where it stands inside a line, so bytes may arrive cut anywhere and none is looked at twice. That every byte
/// is where it may be is its business; what a field means is its reader's.
struct FieldScanner: Sendable {
    private enum Phase: UInt8 { case lineStart, name, valueStart, value, lineFeed, lastLineFeed }

    /// The next byte to look at. At the end, the first byte behind the blank line.
    private(set) var position: Int
    private var phase = Phase.lineStart
    private var nameStart = 0
    private var nameEnd = 0
    private var valueStart = 0

    init(from position: Int) {
        self.position = position
    }

    /// Appends what was found to `fields`; true once the blank line was read.
    mutating func scan<Reader: FieldReader>(
        _ bytes: Span<UInt8>,
        into fields: inout [HeadField],
        countMax: Int,
        reader: inout Reader
    ) throws(HeadFault) -> Bool {
        var index = position
        var phase = self.phase
        defer {
            position = index
            self.phase = phase
        }
        while index < bytes.count {
            switch phase {
            case .lineStart:
                let byte = bytes[index]
                if byte.isWhitespace { throw .obsoleteFold }
                if byte == Byte.carriageReturn {
                    phase = .lastLineFeed
                    index += 1
                    continue
                }
                nameStart = index
                phase = .name
                fallthrough
            case .name:
                index = bytes.endOfToken(from: index, limit: bytes.count)
                guard index < bytes.count else { return false }
                if bytes[index] != Byte.colon || index == nameStart {
                    throw Self.fault(inName: bytes[index])
                }
                nameEnd = index
                index += 1
                phase = .valueStart
                fallthrough
            case .valueStart:
                while index < bytes.count, bytes[index].isWhitespace { index += 1 }
                guard index < bytes.count else { return false }
                valueStart = index
                phase = .value
                fallthrough
            case .value:
                index = bytes.endOfFieldContent(from: index)
                guard index < bytes.count else { return false }
                let byte = bytes[index]
                guard byte == Byte.carriageReturn else { throw byte == Byte.lineFeed ? .bareLineFeed : .controlByte }
                index += 1
                phase = .lineFeed
                guard index < bytes.count else { return false }
                fallthrough
            case .lineFeed:
                guard bytes[index] == Byte.lineFeed else { throw .bareCarriageReturn }
                if fields.count >= countMax { throw .tooManyFields }
                var field = field(in: bytes, valueEnd: index - 1)
                try reader.read(&field, in: bytes)
                fields.append(field)
                index += 1
                phase = .lineStart
            case .lastLineFeed:
                guard bytes[index] == Byte.lineFeed else { throw .bareCarriageReturn }
                index += 1
                return true
            }
        }
        return false
    }

    @inline(__always)
    private func field(in bytes: Span<UInt8>, valueEnd: Int) -> HeadField {
        var end = valueEnd
        while end > valueStart, bytes[end - 1].isWhitespace { end -= 1 }
        let name = HeadSlice(from: nameStart, to: nameEnd)
        let kind = FieldKind(name, in: bytes)
        return HeadField(
            name: name,
            value: HeadSlice(from: valueStart, to: end),
            kind: kind,
            isHopByHop: kind.isHopByHop
        )
    }

    /// What is wrong with a name that stops at this byte.
    private static func fault(inName byte: UInt8) -> HeadFault {
        switch byte {
        case Byte.colon: .emptyFieldName
        case Byte.space, Byte.tab: .spaceBeforeColon
        case Byte.lineFeed: .bareLineFeed
        case Byte.carriageReturn: .missingColon
        default: byte.isControl ? .controlByte : .invalidFieldName
        }
    }
}
