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
        let request = request(method, path, body, fields)
        let outcome = await loop.run { await self.outcome(of: request) }
        return try outcome.get()
    }

    private func outcome(of request: [UInt8]) async -> Result<Answer, Fault> {
        do throws(Fault) {
            let socket = try await connect()
            defer { socket.close() }
            socket.send(request.span)
            return .success(try await answer(over: socket))
        } catch {
            return .failure(error)
        }
    }

    private var left: LoopSpan { end.since(EventLoop.clock()) }

    private func connect() async throws(Fault) -> Socket {
        let addresses: [SocketAddress]
        do throws(ResolveError) {
            addresses = try await resolver.addresses(of: endpoint, at: loop.now)
        } catch {
            throw .unreachable(error.description)
        }
        var fault = Fault.unreachable("the name has no address")
        for address in addresses {
            do throws(ConnectFault) {
                return try await Socket.connect(to: address, on: loop, within: left, as: resolver.peer(at: endpoint))
            } catch {
                fault = error == .late ? .late : .unreachable("\(address): \(error)")
                if error.isFinal { break }
            }
        }
        resolver.distrust(endpoint)
        throw fault
    }

    private func request(
        _ method: StaticString,
        _ path: String,
        _ body: [UInt8]?,
        _ fields: [(name: String, value: String)]
    ) -> [UInt8] {
        var output = ByteWriter(capacity: 256 + (body?.count ?? 0))
        output.append(method)
        output.append(text: " \(endpoint.basePath)\(path) HTTP/1.1\r\nHost: \(endpoint.authority)\r\n")
        output.append("Accept: application/json\r\nUser-Agent: herd\r\nConnection: close\r\n")
        if let credential { output.append(credential.field) }
        for field in fields { output.append(text: "\(field.name): \(field.value)\r\n") }
        if let body { output.append(text: "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n") }
        output.append("\r\n")
        output.append(body ?? [])
        return output.bytes
    }

    // MARK: The answer

    private func answer(over socket: Socket) async throws(Fault) -> Answer {
        var reading = FetchReading(bodyMax: bodyMax)
        while true {
            switch socket.receive() {
            case .bytes(let count):
                if try reading.take(socket.received(count).span) { return reading.answer }
            case .ended:
                if reading.finishAtEOF() { return reading.answer }
                throw .cut
            case .failed:
                throw .cut
            case .later:
                socket.setDeadline(after: left)
                if await socket.wait(for: .readable).contains(.deadline) { throw .late }
            }
        }
    }
}

/// An answer being read into memory.
private struct FetchReading {
    private let bodyMax: Int
    private var parser = ResponseParser()
    private var framing: BodyFraming?
    private(set) var answer = Fetch.Answer(status: 0, body: [])

    init(bodyMax: Int) {
        self.bodyMax = bodyMax
    }

    /// True once the answer is whole.
    mutating func take(_ input: Span<UInt8>) throws(Fetch.Fault) -> Bool {
        var at = 0
        while framing == nil {
            guard let taken = try parse(input.extracting(at...)) else { return false }
            at += taken
            if parser.head.status >= 200 { beginBody() } else { parser.reset() }
        }
        return try takeBody(input, from: at)
    }

    private mutating func parse(_ input: Span<UInt8>) throws(Fetch.Fault) -> Int? {
        do throws(HeadFault) {
            return try parser.feed(input)
        } catch {
            throw .malformed(error.explanation)
        }
    }

    private mutating func beginBody() {
        answer.status = parser.head.status
        answer.server = parser.head.value(.server).map { parser.head.text($0) }
        framing = BodyFraming(parser.head.body(answering: .get))
    }

    private mutating func takeBody(_ input: Span<UInt8>, from start: Int) throws(Fetch.Fault) -> Bool {
        var data: [Range<Int>] = []
        let isComplete: Bool
        do throws(ChunkFault) {
            isComplete = try framing?.take(input, from: start) { data.append($0) }.isComplete ?? false
        } catch {
            throw .malformed(error.explanation)
        }
        for range in data {
            if answer.body.count + range.count > bodyMax { throw .tooLarge }
            input.extracting(range).withUnsafeBufferPointer { answer.body.append(contentsOf: $0) }
        }
        return isComplete
    }

    mutating func finishAtEOF() -> Bool {
        framing?.finishAtEOF() ?? false
    }
}
