/// Waits, on behalf of an exchange, for an answer that comes from another thread, for as long as the client does.
///
/// `@unchecked Sendable`: everything that changes is touched on the exchange's loop only; `deliver` goes there by message.
package final class Patience<Answer: Sendable>: ClientListener, @unchecked Sendable {
    /// The name of the request that waits.
    package let requestID: RequestID
    private let exchange: Exchange
    private let loop: EventLoop
    private var answer: Answer?
    private var hasLeft = false
    private var task: UnsafeContinuation<Void, Never>?

    package init(of exchange: Exchange) {
        self.exchange = exchange
        requestID = exchange.id
        loop = exchange.loop
    }

    /// The next answer that is delivered; nil once the client has left.
    package func wait() async -> Answer? {
        exchange.listener = self
        if exchange.hasLeft { hasLeft = true }
        if answer == nil && !hasLeft { await withUnsafeContinuation { task = $0 } }
        exchange.listener = nil
        return hasLeft ? nil : answer.take()
    }

    /// From any thread, once for each `wait`.
    package func deliver(_ answer: Answer) {
        loop.post {
            self.answer = answer
            self.task.take()?.resume()
        }
    }

    func clientLeft() {
        hasLeft = true
        task.take()?.resume()
    }

    func clientIsReady(_ readiness: Readiness) {}
}
