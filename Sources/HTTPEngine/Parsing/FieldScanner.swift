/// Finds field lines, one after the other, up to the blank line that ends them.
///
/// It remembers where it stands inside a line, so bytes may arrive cut anywhere and none is looked at twice. What a field
/// means is not its business; that every byte is where it may be, is.
struct FieldScanner: Sendable {
    enum Event {
        case field(HeadField)
        case end
        case needMore
    }

    private enum Phase: UInt8 { case lineStart, name, valueStart, value, lineFeed, lastLineFeed }

    /// The next byte to look at. After `end`, the first byte behind the blank line.
    private(set) var position: Int
    private var phase = Phase.lineStart
    private var nameStart = 0
    private var nameEnd = 0
    private var valueStart = 0

    init(from position: Int) {
        self.position = position
    }

    mutating func next(in bytes: Span<UInt8>) throws(HeadFault) -> Event {
        var index = position
        defer { position = index }
        if phase == .lineStart {
            guard index < bytes.count else { return .needMore }
            if bytes[index].isWhitespace { throw .obsoleteFold }
            if bytes[index] == Byte.carriageReturn {
                phase = .lastLineFeed
                index += 1
            } else {
                phase = .name
                nameStart = index
            }
        }
        if phase == .name {
            while index < bytes.count, bytes[index].isToken { index += 1 }
            guard index < bytes.count else { return .needMore }
            guard bytes[index] == Byte.colon, index > nameStart else {
                throw Self.fault(inName: bytes[index], isFirst: index == nameStart)
            }
            nameEnd = index
            index += 1
            phase = .valueStart
        }
        if phase == .valueStart {
            while index < bytes.count, bytes[index].isWhitespace { index += 1 }
            guard index < bytes.count else { return .needMore }
            valueStart = index
            phase = .value
        }
        if phase == .value {
            index = bytes.endOfFieldContent(from: index)
            guard index < bytes.count else { return .needMore }
            guard bytes[index] == Byte.carriageReturn else {
                throw bytes[index] == Byte.lineFeed ? .bareLineFeed : .controlByte
            }
            index += 1
            phase = .lineFeed
        }
        guard index < bytes.count else { return .needMore }
        guard bytes[index] == Byte.lineFeed else { throw .bareCarriageReturn }
        index += 1
        guard phase == .lineFeed else { return .end }
        phase = .lineStart
        return .field(field(in: bytes, valueEnd: index - 2))
    }

    @inline(__always)
    private func field(in bytes: Span<UInt8>, valueEnd: Int) -> HeadField {
        var end = valueEnd
        while end > valueStart, bytes[end - 1].isWhitespace { end -= 1 }
        let name = HeadSlice(nameStart..<nameEnd)
        let kind = FieldKind(name, in: bytes)
        return HeadField(name: name, value: HeadSlice(valueStart..<end), kind: kind, isHopByHop: kind.isHopByHop)
    }

    /// What is wrong with a name that stops at this byte.
    private static func fault(inName byte: UInt8, isFirst: Bool) -> HeadFault {
        switch byte {
        case Byte.colon: .emptyFieldName
        case Byte.space, Byte.tab: .spaceBeforeColon
        case Byte.lineFeed: .bareLineFeed
        case Byte.carriageReturn: .missingColon
        default: byte.isControl ? .controlByte : .invalidFieldName
        }
    }
}

extension Span where Element == UInt8 {
    /// The first byte from `start` on that may not stand in a field value, or the end.
    @inline(__always)
    func endOfFieldContent(from start: Int) -> Int {
        var index = start
        while index < count, self[index].isFieldContent { index += 1 }
        return index
    }
}
