import HTTPEngine

/// Large requests at the same time: all send everything but a last piece, and only when all have come so far the rest, so
/// that a router which keeps bodies must hold every one of them at once.
final class UploadLoad: Load {
    private static let pieceMax = 256 * 1024

    let loop: EventLoop
    let tally = Tally()
    private let port, uploads: Int
    private let isModelLast: Bool
    private let body: [UInt8]
    private let meeting: Meeting

    init(_ flags: Flags, on loop: EventLoop) throws(LoadFailure) {
        self.loop = loop
        port = try flags["to"]
        uploads = try flags["uploads"]
        isModelLast = flags.has("model-last")
        body = Samples.upload(bytes: try flags["bytes"], isModelLast: isModelLast)
        meeting = Meeting(of: uploads)
    }

    func run() async {
        var digest = Digest()
        digest.add(body[...])
        let receipt = Digest.receipt(body.count, digest)
        await crew(uploads) { [self] _ throws(LoadFailure) in
            do throws(LoadFailure) {
                try await upload(expecting: receipt)
            } catch {
                meeting.leave()
                throw error
            }
        }
    }

    private func upload(expecting receipt: [UInt8]) async throws(LoadFailure) {
        let wire = try await connect(to: port)
        defer { wire.socket.reset() }
        let request = Samples.request("POST /v1/chat/completions", body)
        let lastPiece = request.count - 4096
        var sent = 0
        while sent < request.count {
            if sent == lastPiece { await meeting.arrive() }
            let end = min(sent + Self.pieceMax, sent < lastPiece ? lastPiece : request.count)
            try await wire.send(request[sent..<end])
            sent = end
        }
        guard let head = try await wire.head() else { throw LoadFailure("closed instead of an answer") }
        guard head.status == 200, let length = head.contentLength else {
            throw LoadFailure("status \(head.status ?? 0) for an upload")
        }
        var answer: [UInt8] = []
        try await wire.take(length) { answer += $0 }
        guard answer == receipt, wire.isEmpty else { throw LoadFailure("the backend got another body than was sent") }
        tally.done += 1
    }
}
