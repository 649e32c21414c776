import HTTPEngine

/// One connection to the backend: answers one request after the other until the router closes it.
///
/// A request whose bytes are not what the clients sent is answered 500, which the client reports.
struct BackendConnection {
    private static let small = Samples.response("200 OK", Samples.answer)
    private static let large = Samples.response("200 OK", Samples.largeAnswer)
    private static let models = Samples.response("200 OK", Samples.models)
    private static let wrong = Samples.response("500 Internal Server Error", Samples.answer)

    private let wire: Wire

    init(_ socket: Socket) {
        wire = Wire(socket)
    }

    func serve() async throws(LoadFailure) {
        while let head = try await wire.head() {
            let length = head.contentLength ?? 0
            if head.isChunked {
                try await wire.send(Self.wrong[...])
                return
            } else if head.asks(for: "get ") {
                try await wire.send(Self.models[...])
            } else if head.asks(for: "post /v1/chat/completions ") {
                try await swallow(length)
            } else if head.asks(for: "post /api/chat ") {
                try await stream(try await body(length))
            } else {
                let isRight = try await body(length) == Samples.question
                let answer = head.asks(for: "post /api/embed ") ? Self.large : Self.small
                try await wire.send((isRight ? answer : Self.wrong)[...])
            }
        }
    }

    private func body(_ length: Int) async throws(LoadFailure) -> [UInt8] {
        var body: [UInt8] = []
        try await wire.take(length) { body += $0 }
        return body
    }

    /// Answers with what came, without keeping it.
    private func swallow(_ length: Int) async throws(LoadFailure) {
        var digest = Digest()
        try await wire.take(length) { digest.add($0) }
        try await wire.send(Samples.response("200 OK", Digest.receipt(length, digest))[...])
    }

    /// Sends each token at its moment, in one chunk, stamped just before it leaves.
    private func stream(_ body: [UInt8]) async throws(LoadFailure) {
        guard let stream = body.number(after: "\"seed\":"), let count = body.number(after: "\"num_predict\":"),
            let gap = body.number(after: "\"gap_ms\":"),
            body == Samples.streamQuestion(stream: stream, tokens: count, gap: gap)
        else {
            try await wire.send(Self.wrong[...])
            return
        }
        let loop = wire.socket.loop
        var due = loop.now
        var output = Samples.streamHead
        for token in 0..<count {
            output += Array("\(String(TokenLine.byteCount, radix: 16))\r\n".utf8)
            let line = TokenLine(stream: stream, token: token, sent: EventLoop.clock(), isLast: token == count - 1)
            line.write(into: &output)
            output += Array((line.isLast ? "\r\n0\r\n\r\n" : "\r\n").utf8)
            try await wire.send(output[...])
            output.removeAll(keepingCapacity: true)
            if line.isLast { return }
            due = due.advanced(by: LoopSpan(.milliseconds(gap)))
            await loop.sleep(for: due.since(loop.now))
        }
    }
}
