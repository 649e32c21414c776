/// What clients and backend say to each other, known to both.
enum Samples {
    /// 300 bytes each way, about what a short chat costs.
    static let question = padded("{\"model\":\"bench\",\"stream\":false,\"prompt\":\"", "\"}", to: 300)
    static let answer = padded("{\"model\":\"bench\",\"done\":true,\"response\":\"", "\"}", to: 300)
    static let largeAnswer = padded("{\"model\":\"bench\",\"embeddings\":\"", "\"}", to: 1 << 20)
    static let models = Array("{\"models\":[{\"name\":\"bench\",\"model\":\"bench\"}]}".utf8)

    static func streamQuestion(stream: Int, tokens: Int, gap: Int) -> [UInt8] {
        let options = "{\"num_predict\":\(tokens),\"gap_ms\":\(gap),\"seed\":\(stream)}"
        return padded("{\"model\":\"bench\",\"options\":\(options),\"messages\":[{\"content\":\"", "\"}]}", to: 300)
    }

    static func upload(bytes: Int, isModelLast: Bool) -> [UInt8] {
        isModelLast
            ? padded("{\"images\":[\"", "\"],\"model\":\"bench\"}", to: bytes)
            : padded("{\"model\":\"bench\",\"images\":[\"", "\"]}", to: bytes)
    }

    static func request(_ line: String, _ body: [UInt8]) -> [UInt8] {
        let head = """
            \(line) HTTP/1.1\r
            Host: 127.0.0.1\r
            User-Agent: herd-bench-load\r
            Accept: */*\r
            Content-Type: application/json\r
            Content-Length: \(body.count)\r
            \r\n
            """
        return Array(head.utf8) + body
    }

    static func response(_ status: String, _ body: [UInt8]) -> [UInt8] {
        let head = """
            HTTP/1.1 \(status)\r
            Content-Type: application/json; charset=utf-8\r
            Date: Thu, 01 Jan 2026 00:00:00 GMT\r
            Content-Length: \(body.count)\r
            \r\n
            """
        return Array(head.utf8) + body
    }

    static let streamHead = Array(
        """
        HTTP/1.1 200 OK\r
        Content-Type: application/x-ndjson\r
        Date: Thu, 01 Jan 2026 00:00:00 GMT\r
        Transfer-Encoding: chunked\r
        \r\n
        """.utf8
    )

    /// Letters without a pattern a piece of them could be mistaken for another by, always the same.
    private static func padded(_ opening: String, _ closing: String, to count: Int) -> [UInt8] {
        var bytes = Array(opening.utf8)
        var state: UInt64 = 1
        while bytes.count < count - closing.utf8.count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.append(97 + UInt8((state >> 33) % 26))
        }
        return bytes + closing.utf8
    }
}
