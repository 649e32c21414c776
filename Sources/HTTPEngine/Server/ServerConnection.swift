/// One client's connection: reads head after head, has each answered, and keeps the order.
final class ServerConnection {
    /// How many requests a client that never lets us wait gets answered before others have their turn.
    private static let burst = 32

    let socket: Socket
    let server: Server
    /// What was received beyond the head or body it came with.
    var rest = Rest()
    var place = -1
    /// The handler's, for all requests of this connection.
    var note: UInt64?
    private(set) var parser: RequestParser
    private var isIdle = false
    private var idleSince: LoopTime
    private var served = 0
    private var exchange: Exchange?

    init(_ descriptor: Int32, on loop: EventLoop, of server: Server) throws(SystemError) {
        self.server = server
        parser = RequestParser(limits: server.options.headLimits)
        idleSince = loop.now
        loop.system.setNoDelay(descriptor)
        socket = try Socket(descriptor, on: loop)
    }

    var loop: EventLoop { socket.loop }

    func serve() async {
        while await readHead() {
            let exchange = Exchange(self)
            self.exchange = exchange
            socket.watcher = exchange
            await server.handler(exchange)
            let goesOn = await exchange.settle()
            socket.watcher = nil
            self.exchange = nil
            if !goesOn { break }
            served += 1
            if served % Self.burst == 0 { await loop.giveWay() }
        }
        socket.close()
    }

    /// For one caller too many: a clear answer instead of silence.
    func refuse() async {
        StockAnswer.busy.withUnsafeBytes { _ = socket.send($0) }
        await linger()
        socket.close()
    }

    // MARK: Heads

    /// True with a head in the parser; false when the connection is to be closed, everything said.
    private func readHead() async -> Bool {
        parser.reset()
        beIdle()
        defer { isIdle = false }
        while true {
            do throws(HeadFault) {
                if try parseRest() { return headIsComplete() }
                switch socket.receive() {
                case .bytes(let count):
                    if try parse(socket.received(count)) { return headIsComplete() }
                case .later:
                    if await !waitForMore() { return false }
                case .ended, .failed:
                    return false
                }
            } catch {
                await refuse(error.status, error.explanation)
                return false
            }
        }
    }

    private func beIdle() {
        isIdle = true
        idleSince = loop.now
        socket.setDeadline(after: server.isStopping ? server.spans.stopGrace : server.spans.idle)
    }

    private func headIsComplete() -> Bool {
        socket.clearDeadline()
        return true
    }

    private func parseRest() throws(HeadFault) -> Bool {
        if rest.isEmpty { return false }
        let wasStarted = parser.hasStarted
        let taken = try rest.withSpan { span throws(HeadFault) in try parser.feed(span) }
        noteStart(wasStarted)
        rest.drop(taken ?? rest.count)
        return taken != nil
    }

    private func parse(_ input: UnsafeBufferPointer<UInt8>) throws(HeadFault) -> Bool {
        let wasStarted = parser.hasStarted
        guard let taken = try parser.feed(input.span) else {
            noteStart(wasStarted)
            return false
        }
        if taken < input.count { rest.append(input[taken...]) }
        return true
    }

    private func noteStart(_ wasStarted: Bool) {
        if wasStarted || !parser.hasStarted { return }
        isIdle = false
        socket.setDeadline(after: server.spans.head)
    }

    private func waitForMore() async -> Bool {
        let reason = await socket.wait(for: .readable)
        if reason.contains(.readable) { return true }
        if reason.contains(.deadline) && parser.hasStarted {
            await refuse(408, "The request head did not arrive in time")
        }
        return false
    }

    /// Answers what could not become an exchange, and ends the connection.
    private func refuse(_ status: UInt16, _ explanation: String) async {
        loop.statistics.requestsRefused &+= 1
        AnswerWriter.plain(status, explanation, isHead: false, closes: true, on: loop)
        socket.sendOutput()
        await linger()
    }

    // MARK: Ending

    /// Waits for what is still to be sent, says that it was all, and listens for a moment more: closing while the client
    /// still sends would make a reset overtake the answer.
    func linger() async {
        guard await drained() else { return }
        socket.finishSending()
        socket.setDeadline(after: server.spans.linger)
        let end = loop.now.advanced(by: server.spans.linger)
        while loop.now < end {
            switch socket.receive() {
            case .bytes: await loop.giveWay()
            case .ended, .failed: return
            case .later:
                if await !socket.wait(for: .readable).contains(.readable) { return }
            }
        }
    }

    /// Waits until the client has taken everything; false when it did not.
    func drained() async -> Bool {
        while socket.hasBacklog {
            socket.setDeadline(after: server.spans.write)
            let reason = await socket.wait(for: [.writable, .progress])
            if reason.isDisjoint(with: [.writable, .progress]) { return false }
        }
        socket.clearDeadline()
        return true
    }

    /// The server stops: an idle client is let go, unless its next request may be under way.
    func serverStops() {
        guard isIdle else { return }
        let quiet = loop.now.since(idleSince)
        if quiet >= server.spans.stopGrace {
            socket.interrupt()
        } else {
            let left = server.spans.stopGrace.nanoseconds - quiet.nanoseconds
            socket.setDeadline(after: LoopSpan(nanoseconds: left))
        }
    }

    func cutOff() {
        exchange?.leave()
        socket.reset()
    }
}
