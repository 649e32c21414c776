import HTTPEngine

/// Connections that each send a request, compare the answer, and send the next, until a number of them is done.
final class RequestLoad: Load {
    let loop: EventLoop
    let tally = Tally()
    private let port, connections, count: Int
    private let request, answer: [UInt8]

    init(_ flags: Flags, on loop: EventLoop) throws(LoadFailure) {
        self.loop = loop
        port = try flags["to"]
        connections = try flags["connections"]
        count = try flags["count"]
        let isLarge = flags.has("large")
        request = Samples.request(isLarge ? "POST /api/embed" : "POST /api/generate", Samples.question)
        answer = isLarge ? Samples.largeAnswer : Samples.answer
    }

    func run() async {
        let connections = connections
        await crew(connections) { [self] index throws(LoadFailure) in
            // The remainder goes to the first ones.
            try await ask(count / connections + (index < count % connections ? 1 : 0))
        }
    }

    private func ask(_ times: Int) async throws(LoadFailure) {
        let wire = try await connect(to: port)
        defer { wire.socket.reset() }
        for _ in 0..<times {
            try await wire.send(request[...])
            guard let head = try await wire.head() else { throw LoadFailure("closed instead of an answer") }
            guard head.status == 200, head.contentLength == answer.count else {
                throw LoadFailure("status \(head.status ?? 0), \(head.contentLength ?? -1) bytes")
            }
            var seen = 0
            try await wire.take(answer.count) { piece throws(LoadFailure) in
                guard piece.elementsEqual(answer[seen..<seen + piece.count]) else {
                    throw LoadFailure("an answer is wrong after \(seen) bytes")
                }
                seen += piece.count
            }
            guard wire.isEmpty else { throw LoadFailure("more came than one answer") }
            tally.done += 1
        }
    }
}
