/// Reads one request head after the other from bytes that may arrive cut anywhere.
///
/// A value: bytes go in, a sound head or the reason for its refusal comes out. Each byte is looked at once. The head's
/// bytes are copied in blocks as they are read, so what stands behind the head is (nearly) never copied, and there is
/// only one way to read, no matter whether the head came whole or in pieces.
package struct RequestParser: Sendable {
    private enum Phase: UInt8 { case emptyLines, emptyLineFeed, requestLine, fields, finished }

    /// How much is copied before it is looked at: more than most heads, less than most bodies.
    private static var block: Int { 1024 }

    /// The head as far as it was read; sound once `feed` returned a number.
    package private(set) var head = RequestHead()
    private let limits: HeadLimits
    private var phase = Phase.emptyLines
    private var emptyLines = 0
    private var requestLine = RequestLine()
    private var fieldScanner = FieldScanner(from: 0)
    private var fields = RequestFields(version: .http11)

    package init(limits: HeadLimits = HeadLimits()) {
        precondition(limits.bytesMax > 0 && limits.bytesMax <= Int32.max)
        self.limits = limits
    }

    /// A byte of a head was seen. Empty lines before it do not count.
    package var hasStarted: Bool { !head.bytes.isEmpty }

    /// Forgets the head, keeps the memory it took.
    package mutating func reset() {
        head.clear()
        phase = .emptyLines
        emptyLines = 0
        requestLine = RequestLine()
    }

    /// Reads on. Nil: all of it belongs to the head, which goes on. A number: the head is complete, and so many bytes of the
    /// input were part of it. After a fault or a complete head, `reset` before reading on.
    package mutating func feed(_ input: Span<UInt8>) throws(HeadFault) -> Int? {
        precondition(phase != .finished, "the last head was not taken away")
        var taken = try skipEmptyLines(input)
        while taken < input.count {
            let room = limits.bytesMax - head.bytes.count
            if room == 0 { throw requestLine.isInTarget ? .targetTooLong : .headTooLarge }
            let upper = taken + min(input.count - taken, room, Self.block)
            head.bytes.append(input, taken..<upper)
            if try scan() {
                let excess = head.bytes.count - fieldScanner.position
                if excess > 0 { head.bytes.removeLast(excess) }
                return upper - excess
            }
            taken = upper
        }
        return nil
    }

    private mutating func skipEmptyLines(_ input: Span<UInt8>) throws(HeadFault) -> Int {
        var index = 0
        while phase == .emptyLines || phase == .emptyLineFeed, index < input.count {
            if phase == .emptyLineFeed {
                guard input[index] == Byte.lineFeed else { throw .bareCarriageReturn }
                emptyLines += 1
                if emptyLines > HeadLimits.emptyLinesMax { throw .tooManyEmptyLines }
                phase = .emptyLines
            } else if input[index] == Byte.carriageReturn {
                phase = .emptyLineFeed
            } else {
                phase = .requestLine
                return index
            }
            index += 1
        }
        return index
    }

    /// Reads the bytes copied so far; true once the head is complete.
    private mutating func scan() throws(HeadFault) -> Bool {
        // A second reference, so that the rest of `self` may change while the bytes are borrowed.
        let copied = head.bytes
        let bytes = copied.span
        if phase == .requestLine {
            guard try requestLine.scan(bytes, limits: limits) else { return false }
            takeRequestLine()
        }
        guard try fieldScanner.scan(bytes, into: &head.fields, countMax: limits.fieldsMax, reader: &fields) else {
            return false
        }
        try finish(bytes)
        return true
    }

    private mutating func takeRequestLine() {
        head.method = requestLine.method
        head.methodSlice = requestLine.methodSlice
        head.target = requestLine.target
        head.path = requestLine.path
        head.version = requestLine.version
        fieldScanner = FieldScanner(from: requestLine.position)
        fields = RequestFields(version: requestLine.version)
        phase = .fields
    }

    private mutating func finish(_ bytes: Span<UInt8>) throws(HeadFault) {
        if fields.host == nil, head.version == .http11 { throw .missingHost }
        let framing = fields.framing
        phase = .finished
        head.authority = requestLine.authority ?? fields.host ?? .empty
        head.keepAlive = framing.keepAlive
        head.body = framing.isChunked ? .chunked : framing.contentLength.map(BodyLength.length) ?? .none
        // HTTP/1.0 knows no interim answers, and a request without a body has nothing to hold back.
        head.expectsContinue =
            fields.isExpecting && head.version == .http11 && head.body != .none && head.body != .length(0)
        if framing.nominatesFields { framing.markNominated(&head.fields, in: bytes) }
    }
}
