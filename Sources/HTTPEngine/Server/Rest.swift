/// Bytes that were received but belong to what comes next.
struct Rest {
    private var bytes: [UInt8] = []
    private var start = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { start == bytes.count }

    func withSpan<Answer, Fault: Error>(_ body: (Span<UInt8>) throws(Fault) -> Answer) throws(Fault) -> Answer {
        try body(bytes.span.extracting(start...))
    }

    mutating func append(_ more: Slice<UnsafeBufferPointer<UInt8>>) {
        bytes.append(contentsOf: more)
    }

    mutating func drop(_ count: Int) {
        start += count
        // An idle connection keeps no storage.
        if isEmpty { self = Rest() }
    }
}
