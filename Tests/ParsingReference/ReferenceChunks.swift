package import HTTPEngine

extension Reference {
    package struct Chunks: Equatable {
        /// What was sent, without the framing.
        package var data: [UInt8] = []
        /// Where the line of the last chunk ends, if it was read.
        package var lastChunk: Int?
        package var trailers: [Field] = []
    }

    package enum ChunksVerdict: Equatable {
        case complete(Chunks, end: Int)
        /// What was sound before the first bad line, and what is wrong with that.
        case refused(Chunks, Set<ChunkFault>, line: Range<Int>)
        case unfinished(Chunks, line: Int)
    }

    package static func chunks(_ input: [UInt8], limits: HeadLimits) -> ChunksVerdict {
        var chunks = Chunks()
        var start = 0
        while true {
            guard let line = line(input, from: start, bytesMax: .max) else { return .unfinished(chunks, line: start) }
            let faults = faultsOfSize(line)
            if !faults.isEmpty { return .refused(chunks, faults, line: line.range) }
            let size = Int(String(decoding: line.content, as: UTF8.self), radix: 16)!
            start = line.range.upperBound
            if size == 0 { break }
            chunks.data += input[start...].prefix(size)
            let (end, isBeyond) = start.addingReportingOverflow(size)
            if isBeyond || end >= input.count { return .unfinished(chunks, line: start) }
            let stop = input[end...].prefix(2)
            if !stop.elementsEqual([0x0D, 0x0A].prefix(stop.count)) {
                return .refused(chunks, [.dataTooLong], line: end..<end + stop.count)
            }
            if stop.count < 2 { return .unfinished(chunks, line: end) }
            start = end + 2
        }
        chunks.lastChunk = start
        return trailers(input, from: start, chunks, limits: limits)
    }

    private static func faultsOfSize(_ line: Line) -> Set<ChunkFault> {
        var faults: Set<ChunkFault> = []
        if line.faults.contains(.bareLineFeed) { faults.insert(.bareLineFeed) }
        if line.faults.contains(.bareCarriageReturn) { faults.insert(.bareCarriageReturn) }
        let digits = line.content.prefix { "0123456789abcdefABCDEF".utf8.contains($0) }
        if digits.isEmpty || digits.count < line.content.count { faults.insert(.invalidSize) }
        if !digits.isEmpty, line.content.dropFirst(digits.count).first == UInt8(ascii: ";") {
            faults.insert(.extensionNotAccepted)
        }
        if digits.count > 15 { faults.insert(.sizeTooLarge) }
        return faults
    }

    private static func trailers(_ input: [UInt8], from start: Int, _ chunks: Chunks, limits: HeadLimits)
        -> ChunksVerdict
    {
        var chunks = chunks
        var next = start
        var fields = Fields()
        while let line = line(input, from: next, bytesMax: start + limits.bytesMax) {
            next = line.range.upperBound
            var faults = line.faults
            if line.content.isEmpty, faults.isEmpty {
                chunks.trailers = fields.list.map { field in
                    Field(
                        name: field.name,
                        value: field.value,
                        isHopByHop: mustNotTrail.contains(field.name)
                            || field.name.hasPrefix("proxy-") || field.name.hasPrefix("x-forwarded-")
                    )
                }
                return .complete(chunks, end: next)
            }
            faults.formUnion(fields.read(line, of: .trailers, version: "", limits: limits))
            if !faults.isEmpty { return .refused(chunks, Set(faults.map(ChunkFault.trailers)), line: line.range) }
        }
        return .unfinished(chunks, line: next)
    }

    /// Framing, routing, authorization, request modifiers, how to read the content: all of it was needed before the body.
    private static let mustNotTrail: Set<String> = hopByHop.union(protected).union([
        "age", "cache-control", "content-range", "cookie", "date", "expires", "forwarded", "if-match",
        "if-modified-since",
        "if-none-match", "if-range", "if-unmodified-since", "location", "max-forwards", "origin", "pragma", "range",
        "retry-after", "server", "set-cookie", "vary", "via", "warning", "www-authenticate", "x-api-key",
        "x-request-id",
    ])
}
