/// The head of a request or an answer, good for asking what little the benchmark wants to know.
struct Head {
    private let bytes: [UInt8]

    /// - Parameter bytes: from the first line to the end of the last.
    init(_ bytes: ArraySlice<UInt8>) {
        // Names of fields are the same in capitals; nothing else that is looked for contains any.
        self.bytes = bytes.map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 }
    }

    /// The status of an answer.
    var status: Int? { bytes.number(after: "http/1.1 ") }
    var contentLength: Int? { bytes.number(after: "\r\ncontent-length: ") }
    var isChunked: Bool { bytes.firstIndex(of: "\r\ntransfer-encoding: chunked\r\n", from: 0) != nil }

    /// Whether a request asks for this, its method and path in small letters.
    func asks(for line: StaticString) -> Bool {
        bytes.firstIndex(of: line, from: 0) == 0
    }
}
