/// Reads one response head after the other: as `RequestParser`, and as strict, because a backend is no more trusted.
package struct ResponseParser: Sendable {
    private enum Phase: UInt8 { case statusLine, fields, finished }

    private static var block: Int { 1024 }

    /// The head as far as it was read; sound once `feed` returned a number.
    package private(set) var head = ResponseHead()
    private let limits: HeadLimits
    private var phase = Phase.statusLine
    private var statusLine = StatusLine()
    private var fieldScanner = FieldScanner(from: 0)
    private var framing = FramingFields(version: .http11)

    package init(limits: HeadLimits = HeadLimits()) {
        precondition(limits.bytesMax > 0 && limits.bytesMax <= Int32.max)
        self.limits = limits
    }

    /// A byte of a head was seen.
    package var hasStarted: Bool { !head.bytes.isEmpty }

    /// Forgets the head, keeps the memory it took.
    package mutating func reset() {
        head.clear()
        phase = .statusLine
        statusLine = StatusLine()
    }

    /// Reads on. Nil: all of it belongs to the head, which goes on. A number: the head is complete, and so many bytes of the
    /// input were part of it. After a fault or a complete head, `reset` before reading on.
    package mutating func feed(_ input: Span<UInt8>) throws(HeadFault) -> Int? {
        precondition(phase != .finished, "the last head was not taken away")
        var taken = 0
        while taken < input.count {
            let room = limits.bytesMax - head.bytes.count
            if room == 0 { throw .headTooLarge }
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

    /// Reads the bytes copied so far; true once the head is complete.
    private mutating func scan() throws(HeadFault) -> Bool {
        // A second reference, so that the rest of `self` may change while the bytes are borrowed.
        let copied = head.bytes
        let bytes = copied.span
        if phase == .statusLine {
            guard try statusLine.scan(bytes) else { return false }
            takeStatusLine()
        }
        guard try fieldScanner.scan(bytes, into: &head.fields, countMax: limits.fieldsMax, reader: &framing) else {
            return false
        }
        try finish(bytes)
        return true
    }

    private mutating func takeStatusLine() {
        head.version = statusLine.version
        head.status = statusLine.status
        head.reason = statusLine.reason
        fieldScanner = FieldScanner(from: statusLine.position)
        framing = FramingFields(version: statusLine.version)
        phase = .fields
    }

    private mutating func finish(_ bytes: Span<UInt8>) throws(HeadFault) {
        // A length of zero says what is true anyway, and common servers send it with a 204.
        let announcesBody = framing.isChunked || framing.contentLength.map { $0 > 0 } ?? false
        if announcesBody, head.status < 200 || head.status == 204 { throw .bodyNotAllowed }
        phase = .finished
        head.keepAlive = framing.keepAlive
        head.declaredBody = framing.isChunked ? .chunked : framing.contentLength.map(BodyLength.length) ?? .untilClose
        if framing.nominatesFields { framing.markNominated(&head.fields, in: bytes) }
    }
}
