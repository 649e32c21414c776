import HTTPEngine
import Practice

/// One client's connection to a `FakeBackend`: reads requests as a strict server does, and carries out what the plan of
/// each answer says without a thought of its own.
///
/// `@unchecked Sendable`: touched on the backend's loop only.
final class FakeConnection: @unchecked Sendable {
    let desk: FakeDesk
    private let socket: Socket
    private let number: Int
    private var parser = RequestParser()
    /// What has arrived and was not read yet.
    private var kept: [UInt8] = []
    private var hasLeft = false
    /// Where in the figures the request that is being answered stands.
    private var place = 0

    init(_ socket: Socket, _ number: Int, of desk: FakeDesk) {
        self.socket = socket
        self.number = number
        self.desk = desk
    }

    func serve() async {
        do {
            while try await readHead() {
                if let actions = try await understand(), await !answer(actions) { return }
                parser.reset()
            }
        } catch {
            desk.note { $0.refusals.append("\(error)") }
            await send(Array("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8))
        }
    }

    // MARK: The request

    /// False when the client has left in between.
    private func readHead() async throws -> Bool {
        while true {
            if !kept.isEmpty {
                let input = kept
                let taken = try parser.feed(input.span)
                kept.removeFirst(taken ?? kept.count)
                if taken != nil { return true }
            }
            guard await receiveMore() else { return false }
        }
    }

    /// Takes in the request, and its body unless the answer comes before that, and plans the answer.
    ///
    /// - Returns: nil when the question was for the fake itself, which has answered.
    private func understand() async throws -> [WireAction]? {
        let head = parser.head
        if head.text(head.path) == FakePage.path {
            await send(FakePage(head.text(head.methodSlice), try await readBody(), at: desk).bytes)
            return nil
        }
        let field = head.value(named: FakeScript.fieldName).map { head.text($0) }
        let (fault, target) = try desk.script.take(field: field, target: head.text(head.path))
        if fault.early == nil, head.expectsContinue { await send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        let request = FakeFigures.Request(
            method: head.text(head.methodSlice),
            target: target,
            head: String(decoding: head.bytes, as: UTF8.self),
            body: fault.early == nil ? try await readBody() : [],
            connection: number
        )
        place = desk.figures.requests.count
        desk.note { $0.requests.append(request) }
        return WirePlan(
            PracticeRequest(request.method, target, body: request.body),
            to: desk.backend,
            misbehaving: fault,
            client: WireClient(
                isHead: head.method == .head,
                isHTTP10: head.version == .http10,
                keepsAlive: head.keepAlive
            ),
            at: desk.now
        ).actions
    }

    private func readBody() async throws -> [UInt8] {
        switch parser.head.body {
        case .none, .untilClose: return []
        case .length(let count):
            while kept.count < count, await receiveMore() {}
            let body = Array(kept.prefix(Int(clamping: count)))
            kept.removeFirst(body.count)
            return body
        case .chunked: return try await readChunks()
        }
    }

    private func readChunks() async throws -> [UInt8] {
        var decoder = ChunkedDecoder()
        var body: [UInt8] = []
        var index = 0
        while true {
            let input = kept
            switch try decoder.step(input.span, from: index) {
            case .data(let range):
                body += input[range]
                index = range.upperBound
            case .lastChunk(let next): index = next
            case .end(let next):
                kept.removeFirst(next)
                return body
            case .needMore:
                kept = []
                index = 0
                guard await receiveMore() else { return body }
            }
        }
    }

    // MARK: The answer

    /// True when the connection can go on with another request.
    private func answer(_ actions: [WireAction]) async -> Bool {
        for action in actions {
            await perform(action)
            if hasLeft, action.isPartOfAnswer {
                desk.note { $0.departures += 1 }
                return false
            }
        }
        desk.note { $0.answers += 1 }
        return !hasLeft && socket.isOpen
    }

    private func perform(_ action: WireAction) async {
        switch action {
        case .send(let bytes): await sendAnswer(bytes)
        case .wait(let span): await pause(LoopSpan(span))
        case .hang: await pause(.forever)
        case .readBody: _ = try? await readBody()
        case .awaitBytes: while kept.isEmpty, await receiveMore() {}
        case .forever(let bytes, let interval):
            while !hasLeft {
                await sendAnswer(bytes)
                await pause(LoopSpan(interval))
            }
        case .close:
            // Bytes left unread would turn the orderly end into a reset.
            takeArrived()
            socket.close()
        case .reset: socket.reset()
        }
    }

    private func sendAnswer(_ bytes: [UInt8]) async {
        // The list may have been forgotten meanwhile.
        desk.note { if $0.requests.indices.contains(place) { $0.requests[place].answer += bytes } }
        await send(bytes)
    }

    // MARK: Bytes

    private func send(_ bytes: [UInt8]) async {
        takeArrived()
        if hasLeft || socket.send(bytes.span) { return }
        while socket.hasBacklog, !hasLeft { await wait(for: [.writable, .readable]) }
    }

    private func pause(_ span: LoopSpan) async {
        socket.setDeadline(after: span)
        while !hasLeft, await !wait(for: .readable).contains(.deadline) {}
        socket.clearDeadline()
    }

    /// Waits for bytes of the client; false when it has left.
    private func receiveMore() async -> Bool {
        let before = kept.count
        takeArrived()
        while kept.count == before, !hasLeft { await wait(for: .readable) }
        return kept.count > before
    }

    @discardableResult
    private func wait(for readiness: Readiness) async -> Readiness {
        let reason = await socket.wait(for: readiness)
        if reason.contains(.broken) { hasLeft = true }
        takeArrived()
        return reason
    }

    private func takeArrived() {
        while true {
            switch socket.receive() {
            case .bytes(let count): kept += socket.received(count)
            case .later: return
            case .ended, .failed:
                hasLeft = true
                return
            }
        }
    }
}

extension WireAction {
    /// Whoever leaves now does not have all of it.
    fileprivate var isPartOfAnswer: Bool {
        switch self {
        case .send, .wait, .hang, .forever: true
        case .readBody, .awaitBytes, .close, .reset: false
        }
    }
}
