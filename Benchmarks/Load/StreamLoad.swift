import HTTPEngine

/// Streams that begin one after the other and then run side by side; each checks every token it gets and notes how long it
/// was on its way.
///
/// Once all are open and have had two tokens each, it says so in a line, for the harness to look at the router's memory.
///
/// `@unchecked Sendable`: the count of settled streams is touched on the loop's thread only.
final class StreamLoad: Load, @unchecked Sendable {
    let loop: EventLoop
    let tally = Tally()
    private let port, streams, tokens, gap, ramp: Int
    private var settled = 0

    init(_ flags: Flags, on loop: EventLoop) throws(LoadFailure) {
        self.loop = loop
        port = try flags["to"]
        streams = try flags["streams"]
        tokens = try flags["tokens"]
        gap = try flags["gap-ms"]
        ramp = try flags["ramp-ms"]
    }

    func run() async {
        await crew(streams) { [self] index throws(LoadFailure) in
            await loop.sleep(for: LoopSpan(.milliseconds(ramp) * index / streams))
            try await follow(index)
        }
    }

    private func follow(_ stream: Int) async throws(LoadFailure) {
        let wire = try await connect(to: port)
        defer { wire.socket.reset() }
        let question = Samples.streamQuestion(stream: stream, tokens: tokens, gap: gap)
        try await wire.send(Samples.request("POST /api/chat", question)[...])
        guard let head = try await wire.head() else { throw LoadFailure("closed instead of a stream") }
        guard head.status == 200, head.isChunked else { throw LoadFailure("status \(head.status ?? 0) for a stream") }
        tally.noteOpen()
        defer { tally.noteClosed() }
        var line: [UInt8] = []
        var next = 0
        try await wire.takeChunks { piece throws(LoadFailure) in
            var rest = piece
            while !rest.isEmpty {
                let part = rest.prefix(TokenLine.byteCount - line.count)
                line += part
                rest = rest.dropFirst(part.count)
                if line.count == TokenLine.byteCount {
                    try check(line, stream: stream, token: next, at: wire.receivedAt)
                    next += 1
                    line.removeAll(keepingCapacity: true)
                }
            }
        }
        guard next == tokens, line.isEmpty, wire.isEmpty else {
            throw LoadFailure("a stream ended after \(next) of \(tokens) tokens")
        }
    }

    private func check(_ bytes: [UInt8], stream: Int, token: Int, at now: LoopTime) throws(LoadFailure) {
        guard let line = TokenLine(bytes), line.stream == stream, line.token == token,
            line.isLast == (token == tokens - 1), line.sent <= now
        else { throw LoadFailure("token \(token) of stream \(stream) is torn, lost or another's") }
        tally.note(now.since(line.sent))
        tally.done += 1
        if token == 1 {
            settled += 1
            if settled == streams { LoadProgram.say("settled") }
        }
    }
}
