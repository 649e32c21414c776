/// Requests of our own to one server, one after the other over one connection, for whoever has something to say every few
/// seconds. On its loop only.
///
/// A connection that was used before may have been given up by the server in the meantime: where nothing of an answer came, the
/// request goes out once more over a new one. So it is for requests that may arrive twice.
package final class FetchLine {
    package let endpoint: Endpoint
    /// Our end of the connection that was used last: by which of its addresses this machine reaches the server.
    package private(set) var localHost: String?
    private let resolver: Resolver
    private let loop: EventLoop
    private let bodyMax: Int
    private var socket: Socket?

    /// - Parameter bodyMax: a longer answer is a fault.
    package init(to endpoint: Endpoint, by resolver: Resolver, on loop: EventLoop, bodyMax: Int) {
        self.endpoint = endpoint
        self.resolver = resolver
        self.loop = loop
        self.bodyMax = bodyMax
    }

    /// - Parameter span: for everything together.
    package func post(
        _ path: String,
        json: [UInt8],
        within span: LoopSpan
    ) async throws(Fetch.Fault) -> Fetch.Answer {
        let end = EventLoop.clock().advanced(by: span)
        let request = FetchRequest("POST", path, json).bytes(to: endpoint, keepsConnection: true)
        if let kept = socket.take(), kept.isOpen {
            if let answer = try await answer(to: request, over: kept, isReused: true, until: end) { return answer }
        }
        let new = try await Fetch.connect(to: endpoint, by: resolver, on: loop, until: end)
        localHost = new.localHost
        guard let answer = try await answer(to: request, over: new, isReused: false, until: end) else { throw .cut }
        return answer
    }

    package func close() {
        socket.take()?.close()
    }

    /// Nil where a connection that had served before turns out to be closed.
    private func answer(
        to request: [UInt8],
        over socket: Socket,
        isReused: Bool,
        until end: LoopTime
    ) async throws(Fetch.Fault) -> Fetch.Answer? {
        var reading = FetchReading(bodyMax: bodyMax)
        socket.send(request.span)
        do throws(Fetch.Fault) {
            try await Fetch.read(&reading, from: socket, until: end)
        } catch {
            socket.close()
            if error == .cut, isReused, !reading.hasBegun { return nil }
            throw error
        }
        socket.clearDeadline()
        if reading.keepsConnection { self.socket = socket } else { socket.close() }
        return reading.answer
    }
}
