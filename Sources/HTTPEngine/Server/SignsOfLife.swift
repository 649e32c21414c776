/// What a waiting client is sent, in its own language.
package protocol SignOfLife {
    var contentType: String { get }
    func bytes() -> [UInt8]
}

/// Sends a client that waits for its stream a sign of life every so often, so that neither it nor anybody in between takes
/// silence for the end. The first one begins the answer: from then on a failure can be no status any more.
///
/// It looks at the answer when its time comes, so that a token that passes costs nothing: there is no clock to reset. Once what
/// was asked for has begun it stops. The backend's deadlines know nothing of it.
final class SignsOfLife: Timed {
    private let sign: any SignOfLife
    private let interval: LoopSpan
    /// It outlives this: at its end it stops it.
    private unowned let exchange: Exchange

    init(_ sign: any SignOfLife, every interval: LoopSpan, to exchange: Exchange) {
        self.sign = sign
        self.interval = interval
        self.exchange = exchange
    }

    override func deadlinePassed() {
        if exchange.hasLeft { return }
        exchange.loop.output.clear()
        switch exchange.answer {
        case .ended, .begun(.length): return
        case .none:
            exchange.composeStreamHead(sign.contentType)
            exchange.isKeptOpen = true
            exchange.takesLastWords = true
            send()
        case .begun where exchange.isKeptOpen:
            send()
        case .begun:
            switch exchange.listener?.interjection ?? .never {
            case .now: send()
            case .later: break
            case .never: return
            }
        }
        exchange.loop.setDeadline(self, after: interval)
    }

    private func send() {
        exchange.composeData(sign.bytes().span)
        exchange.socket.sendOutput()
    }
}

/// Whether something may be said in the middle of an answer that another gives.
enum Interjection {
    case now, later, never
}

extension ClientListener {
    var interjection: Interjection { .never }
}

extension Exchange {
    /// Has the client sent a sign of life for as long as its stream does not begin.
    package func keepOpen(with sign: any SignOfLife, after: LoopSpan, every interval: LoopSpan) {
        let signs = SignsOfLife(sign, every: interval, to: self)
        self.signs = signs
        loop.setDeadline(signs, after: after)
    }
}

extension Relay {
    /// Before the first token, between two frames.
    var interjection: Interjection {
        guard let observer = plan.observer, !observer.hasBegun else { return .never }
        let isFree = !client.hasBacklog && observer.isBetweenFrames
        switch passage {
        case nil, .withheld: return .later
        case .same: return isFree && body.isBetweenChunks ? .now : .later
        case .chunked, .unchunked, .untilClose, .resumed: return isFree ? .now : .later
        case .rewritten: return client.hasBacklog ? .later : .now
        }
    }
}
