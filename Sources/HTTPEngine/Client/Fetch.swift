/// A request of the router's own and its whole answer, over a connection of its own: for probes and orders, which are few.
/// What clients are served with goes through `Upstream`.
package struct Fetch: Sendable {
    package struct Answer: Sendable {
        package var status: UInt16
        package var body: [UInt8]
        /// What kind of program answered, in its own words.
        package var server: String?

        package init(status: UInt16, body: [UInt8], server: String? = nil) {
            self.status = status
            self.body = body
            self.server = server
        }
    }

    package enum Fault: Error, Equatable, Sendable {
        case unreachable(String)
        /// It took longer than it was given, from the first step to the last byte.
        case late
        case tooLarge
        case malformed(String)
        /// The connection was closed before the answer's end.
        case cut
    }

    private let endpoint: Endpoint
    private let resolver: Resolver
    private let loop: EventLoop
    private let end: LoopTime
    private let bodyMax: Int
    private let credential: Credential?

    /// - Parameters:
    ///   - span: for everything together.
    ///   - bodyMax: a longer answer is a fault.
    ///   - credential: what the server wants to see.
    package init(
        from endpoint: Endpoint,
        by resolver: Resolver,
        on loop: EventLoop,
        within span: LoopSpan,
        bodyMax: Int,
        credential: Credential? = nil
    ) {
        self.endpoint = endpoint
        self.resolver = resolver
        self.loop = loop
        self.bodyMax = bodyMax
        self.credential = credential
        end = EventLoop.clock().advanced(by: span)
    }

    /// - Parameter fields: of the request's head; without line breaks.
    package func get(
        _ path: String,
        fields: [(name: String, value: String)] = []
    ) async throws(Fault) -> Answer {
        try await send("GET", path, nil, fields)
    }

    /// - Parameter fields: of the request's head; without line breaks.
    package func post(
        _ path: String,
        json: [UInt8],
        fields: [(name: String, value: String)] = []
    ) async throws(Fault) -> Answer {
        try await send("POST", path, json, fields)
    }

    package func delete(
        _ path: String,
        json: [UInt8],
        fields: [(name: String, value: String)] = []
    ) async throws(Fault) -> Answer {
        try await send("DELETE", path, json, fields)
    }

    private func send(
        _ method: StaticString,
        _ path: String,
        _ body: [UInt8]?,
        _ fields: [(name: String, value: String)] = []
    ) async throws(Fault) -> Answer {
        let request = FetchRequest(method, path, body, fields, credential).bytes(to: endpoint, keepsConnection: false)
        let outcome = await loop.run { await self.outcome(of: request) }
        return try outcome.get()
    }

    private func outcome(of request: [UInt8]) async -> Result<Answer, Fault> {
        do throws(Fault) {
            let socket = try await Self.connect(to: endpoint, by: resolver, on: loop, until: end)
            defer { socket.close() }
            socket.send(request.span)
            var reading = FetchReading(bodyMax: bodyMax)
            try await Self.read(&reading, from: socket, until: end)
            return .success(reading.answer)
        } catch {
            return .failure(error)
        }
    }
}
