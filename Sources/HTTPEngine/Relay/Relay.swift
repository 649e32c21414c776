/// One attempt to have a backend answer an exchange.
///
/// The request goes out and the answer comes back in synchronous steps, each woken by a socket: one suspension for the
/// whole attempt, however long the stream is. Every piece that arrives is passed on at once. When one side does not take
/// what it is sent, the other is not read until it does; so a slow client slows its own backend connection and nothing
/// else, and the memory in between is one read.
final class Relay: SocketWatcher, ClientListener, LoopWork {
    /// How much of an answer that never pauses is passed on before others have their turn.
    private static let burst = 1 << 20

    let exchange: Exchange
    let connection: UpstreamConnection
    var upload: Upload
    /// How the answer's body is passed on; nil until its head has come.
    var passage: AnswerPassage?
    var body = BodyFraming(.none)
    /// The line of the last chunk has come and was not passed on.
    var keepsLastChunk = false
    /// Anything at all has come from the backend.
    private(set) var hasHeard = false
    var interims: UInt8 = 0
    let plan: RelayPlan
    /// A refusal that is kept from the client.
    var held: HeldAnswer?
    /// By when what was asked for must have begun to come.
    var firstTokenBy = LoopTime.never
    private(set) var isStream = false
    private var isPaused = false
    private var outcome: RelayEnd?
    private var task: UnsafeContinuation<RelayEnd, Never>?

    init(_ exchange: Exchange, _ connection: UpstreamConnection, _ body: RequestBody, _ plan: RelayPlan) {
        self.plan = plan
        self.exchange = exchange
        self.connection = connection
        upload = plan.rewriter.map { Upload(instead: $0.body) } ?? Upload(body, plan.pieces, of: exchange)
    }

    var loop: EventLoop { exchange.loop }
    var client: Socket { exchange.socket }
    var backend: Socket { connection.socket }
    var isOver: Bool { outcome != nil }

    func run() async -> RelayEnd {
        if exchange.hasLeft {
            end(.clientLeft)
            return .clientLeft
        }
        exchange.listener = self
        backend.watcher = self
        sendHead()
        sendBody()
        // A backend that speaks before it is asked, to say that it is full, was heard before anybody listened.
        if !isOver && backend.isReadable { pull() }
        if let outcome { return outcome }
        return await withUnsafeContinuation { task = $0 }
    }

    private func sendHead() {
        loop.output.clear()
        composeRequest()
        upload.takeSmallBody(into: &loop.output)
        backend.sendOutput()
    }

    private func composeRequest() {
        if let rewriter = plan.rewriter {
            let upstream = connection.upstream
            HeadRewriter.request(exchange, to: upstream, by: rewriter, length: upload.length, into: &loop.output)
            return
        }
        HeadRewriter.request(
            exchange.request,
            to: connection.upstream,
            id: exchange.id,
            via: exchange.connection.server.options.pseudonym,
            length: upload.length,
            into: &loop.output
        )
    }

    // MARK: What wakes it

    func ready(_ socket: Socket, _ readiness: Readiness) {
        if readiness.contains(.deadline) {
            deadlineOfBackendPassed()
            return
        }
        // An answer that is already there counts, whatever becomes of the request's body.
        if readiness.contains(.readable) { pull() }
        if !isOver && !upload.isOver && !readiness.isDisjoint(with: [.writable, .progress]) { sendBody() }
    }

    private func deadlineOfBackendPassed() {
        if passage != nil {
            fail(awaitsToken ? .firstTokenTimeout : .stalled)
        } else {
            fail(upload.isOver ? .firstByteTimeout : .stalled)
        }
    }

    func clientLeft() {
        end(.clientLeft)
    }

    func clientIsReady(_ readiness: Readiness) {
        if isOver { return }
        if readiness.contains(.deadline) {
            deadlineOfClientPassed()
            return
        }
        if isPaused {
            if readiness.contains(.writable) {
                goOn()
            } else if readiness.contains(.progress) {
                client.setDeadline(after: exchange.connection.server.spans.write)
            }
        }
        if !isOver && !upload.isOver && readiness.contains(.readable) { sendBody() }
    }

    private func deadlineOfClientPassed() {
        if isPaused {
            exchange.leave()
            end(.clientLeft)
        } else if !upload.isOver {
            refuse(.late)
        }
    }

    // MARK: The answer comes back

    func pull() {
        var left = Self.burst
        while !isOver && !isPaused {
            switch backend.receive() {
            case .bytes(let count):
                hasHeard = true
                take(count)
                left -= count
                if left <= 0 && !isOver {
                    loop.later(self)
                    return
                }
            case .later:
                return
            case .ended:
                backendEnded(cleanly: true)
            case .failed:
                backendEnded(cleanly: false)
            }
        }
    }

    /// Called when others have had their turn.
    func runLater() {
        pull()
    }

    private func take(_ count: Int) {
        let input = backend.received(count)
        do throws(UpstreamFault) {
            let isEnd = try passOn(input.span)
            if isOver { return }
            if let isEnd {
                finish(isClean: isEnd == count)
            } else if passage != nil {
                noteProgress()
            }
        } catch {
            fail(error)
        }
    }

    private func noteProgress() {
        if client.isBroken {
            exchange.leave()
        } else if exchange.answer == .ended {
            backend.setDeadline(after: Self.endingPatience)
        } else if client.hasBacklog {
            isPaused = true
            client.setDeadline(after: exchange.connection.server.spans.write)
            backend.clearDeadline()
        } else {
            awaitMore()
        }
    }

    private var awaitsToken: Bool { plan.observer.map { !$0.hasBegun } ?? false }

    private func awaitMore() {
        let pause = connection.upstream.spans.betweenBytes
        backend.setDeadline(after: awaitsToken ? min(pause, firstTokenBy.since(loop.now)) : pause)
    }

    private func goOn() {
        isPaused = false
        client.clearDeadline()
        awaitMore()
        pull()
    }

    private func backendEnded(cleanly: Bool) {
        guard passage != nil else {
            let isStale = connection.isReused && !hasHeard
            if isStale { end(.stale) } else { fail(hasHeard ? .cut : .closed) }
            return
        }
        if cleanly && endAtClose() {
            if !isOver { finish(isClean: false) }
        } else if !isOver {
            fail(.cut)
        }
    }

    // MARK: The end

    /// The whole answer has been passed on. The connection serves again when both sides agree on where they are.
    private func finish(isClean: Bool) {
        let canServe = isClean && upload.isComplete && connection.parser.head.keepAlive
        if let held {
            if let rewriter = plan.rewriter {
                tellWhole(held, by: rewriter, reuses: canServe)
            } else {
                end(.declined(held), reuses: canServe)
            }
            return
        }
        exchange.answer = .ended
        end(.complete, reuses: canServe)
    }

    func fail(_ fault: UpstreamFault) {
        if exchange.answer == .ended {
            // The client has all there is; that the backend goes on is between it and us.
            end(.complete)
            return
        }
        if let passage {
            exchange.takesLastWords =
                exchange.isKeptOpen || passage.isOfOurChunks || passage == .same && body.isBetweenChunks
        }
        end(exchange.isUntold ? .failed(fault) : .torn(fault))
    }

    func refuse(_ fault: BodyFault) {
        end(exchange.isUntold ? .refused(fault) : .clientLeft)
    }

    func noteStream() {
        isStream = true
        loop.statistics.streamsOpen += 1
    }

    func end(_ end: RelayEnd, reuses: Bool = false) {
        if isOver { return }
        outcome = end
        if isStream { loop.statistics.streamsOpen -= 1 }
        exchange.listener = nil
        client.clearDeadline()
        if reuses {
            connection.release()
        } else {
            connection.close()
        }
        task.take()?.resume(returning: end)
    }
}
