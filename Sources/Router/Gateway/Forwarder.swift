import HTTPEngine
import Synchronization

/// Passes a request on to a backend and its answer back.
///
/// The backend with the fewest running requests is asked, in turn where several are equal. Another one is tried only when
/// no connection to the first could be opened, so that no request is ever sent twice; the one exception is a connection
/// from the pool that the backend was closing at that very moment, on which nothing was answered.
struct Forwarder: Sendable {
    /// How the forwarding of a request ended, for the log and the counters.
    struct Outcome {
        var end: RelayEnd
        var backend: Backend?
        var attempts = 0
    }

    let replayMax: Int
    private let turn = Turn()

    init(replayMax: Int) {
        self.replayMax = replayMax
    }

    func forward(_ exchange: Exchange, to backends: [Backend]) async -> Outcome {
        do throws(BodyFault) {
            return await forward(exchange, try await exchange.collectBody(upTo: replayMax), to: backends)
        } catch {
            return Outcome(end: error == .left ? .clientLeft : .refused(error))
        }
    }

    func forward(_ exchange: Exchange, _ body: RequestBody, to backends: [Backend]) async -> Outcome {
        var outcome = Outcome(end: .failed(.unreachable("no backend is configured")))
        for backend in inTurn(backends) {
            backend.begin()
            outcome.backend = backend
            outcome.end = await backend.upstream.serve(exchange, body, sent: &outcome.attempts)
            backend.end()
            if !outcome.end.mayMove { break }
        }
        return outcome
    }

    private func inTurn(_ backends: [Backend]) -> [Backend] {
        if backends.count < 2 { return backends }
        let start = turn.next() % backends.count
        let rotated = backends[start...] + backends[..<start]
        return rotated.sorted { $0.running < $1.running }
    }
}

/// Whose turn it is among equals.
private final class Turn: Sendable {
    private let count = Atomic<Int>(0)

    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue & Int.max }
}

extension RelayEnd {
    /// No connection stood, so nothing of the request was sent.
    var mayMove: Bool {
        switch self {
        case .failed(.unreachable), .failed(.connectTimeout), .failed(.tooManyConnections): true
        default: false
        }
    }
}
