package import HTTPEngine
import Telemetry

/// Puts the practice backend on a port: keeps its delays, stops when the client leaves.
package struct PracticeServer: Sendable {
    private static let bodyMax = 64 << 20

    private let backend: PracticeBackend
    private let time: any TimeSource

    package init(_ backend: PracticeBackend) {
        self.backend = backend
        time = SystemTime()
    }

    /// Listens on a loopback address; the server answers until it is stopped.
    package func start(on group: LoopGroup, port: Int) async throws(SystemError) -> (Server, SocketAddress) {
        let server = Server(on: group) { await self.answer($0) }
        return (server, try await server.listen(on: .loopback(port: port)))
    }

    private func answer(_ exchange: Exchange) async {
        let body: [UInt8]
        do throws(BodyFault) {
            body = try await exchange.collectBody(upTo: Self.bodyMax).bytes
        } catch {
            await exchange.respond(error.status, text: error.explanation)
            return
        }
        let head = exchange.request
        let request = PracticeRequest(head.text(head.methodSlice), head.text(head.path), body: body)
        await send(backend.reply(to: request, at: time.wallTime), to: exchange)
    }

    private func send(_ reply: PracticeReply, to exchange: Exchange) async {
        let fields = reply.fields.map { AnswerField($0.name, $0.value) }
        switch reply.body {
        case .whole(let bytes, let delay):
            if delay > .zero { await exchange.loop.sleep(for: LoopSpan(delay)) }
            await exchange.respond(reply.status, reply.contentType, bytes, fields: fields)
        case .stream(let stream):
            await exchange.begin(reply.status, reply.contentType, fields: fields)
            for frame in stream {
                if frame.delay > .zero { await exchange.loop.sleep(for: LoopSpan(frame.delay)) }
                if await !exchange.write(frame.bytes.span) { return }
            }
            exchange.end()
        }
    }
}
