import HTTPEngine
import Probing

/// Looks for inference servers on this machine where they usually listen.
enum LocalServers {
    /// Those that answer a question for their models: a port alone may belong to anybody.
    static func find(
        among ports: [Int] = UsualServers.all.map(\.port),
        on loop: EventLoop,
        patience: LoopSpan = LoopSpan(.milliseconds(500))
    ) async -> [Endpoint] {
        var found: [Endpoint] = []
        for port in ports where await loop.run({ await answersForModels(at: port, on: loop, patience) }) {
            found.append(Endpoint(host: "127.0.0.1", port: port))
        }
        return found
    }

    private static func answersForModels(at port: Int, on loop: EventLoop, _ patience: LoopSpan) async -> Bool {
        guard let socket = try? await Socket.connect(to: .loopback(port: port), on: loop, within: patience) else {
            return false
        }
        defer { socket.close() }
        let request = "GET /v1/models HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n"
        socket.send(Array(request.utf8).span)
        socket.setDeadline(after: patience)
        var answer: [UInt8] = []
        while answer.count < 1 << 20 {
            switch socket.receive() {
            case .bytes(let count): answer += socket.received(count)
            case .ended, .failed: return isModelList(answer)
            case .later:
                if await !socket.wait(for: .readable).contains(.readable) { return isModelList(answer) }
            }
        }
        return isModelList(answer)
    }

    private static func isModelList(_ answer: [UInt8]) -> Bool {
        let text = String(decoding: answer.prefix(4096), as: UTF8.self)
        return text.hasPrefix("HTTP/1.1 200") && text.contains("\"data\"")
    }
}
