import Dialects
import Fleet
import HTTPEngine
import Routing

/// One request for inference on its way: the desk says where it goes, it is sent there, and the desk is told what became of it,
/// until an answer has gone out or there is nobody left to ask.
///
/// An object whose decisions are functions that do not wait. What an `async` function looks at only for a moment, the request as it
/// was read and the desk's word among it, would be kept room for in every open stream: many times what a stream needs.
final class Errand {
    let conclusion = Conclusion(end: .relayed(.clientLeft))
    let inference: InferenceRequest
    let request: Request
    let body: [UInt8]
    private let desk: Desk
    private let exchange: Exchange
    private let trace: RequestTrace?
    private let waiter: Desk.Waiter
    private var ticket: TicketID?
    /// What the desk has said and was not done yet.
    private var next: Desk.Step?
    /// Of the attempt under way.
    private var waited = Seconds.zero
    private var context: Int?
    private var watch: AnswerWatch?

    init(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ request: Request,
        _ body: [UInt8],
        _ desk: Desk,
        _ trace: RequestTrace?
    ) {
        self.exchange = exchange
        self.inference = inference
        self.request = request
        self.body = body
        self.desk = desk
        self.trace = trace
        waiter = Desk.Waiter(of: exchange)
    }

    func run() async {
        submit()
        while await isPlaced() {
            var end = await attempt()
            if isNewsOfWords(end) { end = await attempt() }
            if isOver(after: end) { return }
        }
    }

    private func submit() {
        let (ticket, next, record) = desk.submit(request, waiter)
        self.ticket = ticket
        self.next = next
        conclusion.record = record
    }

    // MARK: Where to

    /// Waits for the desk's word, if it has not been said. False: there is nobody to send it to, and the conclusion says why.
    @inline(never)
    private func isPlaced() async -> Bool {
        if next == nil, inference.call.kind != .tokenCount { next = await waiter.wait() }
        return take()
    }

    private func take() -> Bool {
        defer { next = nil }
        switch next {
        case nil:
            if let ticket { desk.cancel(ticket) }
            // Who counts does not wait in a line; of all others the client has left.
            let isCount = inference.call.kind == .tokenCount
            let busy = Failure(503, "No node is free to count now", retryAfter: 1)
            conclusion.end = isCount ? .refused(busy) : .relayed(.clientLeft)
            return false
        case .end(let outcome):
            end(outcome)
            return false
        case .go(let placement, let destination):
            conclusion.attempts = placement.attempt
            waited = placement.waited
            context = placement.context
            conclusion.destination = destination
            trace?.placed(placement, destination)
            watch = AnswerWatch(desk, placement.ticket, inference.call)
            return true
        }
    }

    private func end(_ outcome: Outcome) {
        trace?.settled(outcome)
        let isUnknown = outcome == .refused(.modelUnknown)
        let meaning = isUnknown ? desk.meaning(of: inference) : inference.model
        guard let failure = Failure(outcome, inference.model, meaning: meaning, inference.call) else { return }
        let body = exchange.sending(inference.body(body, as: meaning))
        conclusion.end = isUnknown ? .unknown(body, failure) : .refused(failure)
    }

    // MARK: There and back

    /// Sends it where it was placed.
    @inline(never)
    private func attempt() async -> RelayEnd {
        let plan: RelayPlan
        do throws(Unsent) {
            plan = try pack()
        } catch {
            return error.end
        }
        guard let server = conclusion.destination?.server else { return Unsent.nowhere.end }
        let isWhole = exchange.isBodyRead
        var sent = 0
        server.begin()
        let end = await server.upstream.serve(exchange, exchange.sending(body), plan, sent: &sent)
        server.end()
        watch?.isBodySpent = !isWhole && sent > 0
        return end
    }

    /// It did not come to sending it.
    private struct Unsent: Error {
        let end: RelayEnd

        static var nowhere: Unsent { Unsent(end: .failed(.unreachable("it has not said where it is"))) }
    }

    /// What is sent there, and who looks at the answer. Where the backend knows what the client called, the client's own bytes.
    @inline(never)
    private func pack() throws(Unsent) -> RelayPlan {
        guard let watch, let destination = conclusion.destination else { throw .nowhere }
        var plan = RelayPlan()
        plan.observer = watch
        plan.withholdsRefusals = true
        var dropped: [UInt8] = []
        if destination.known.isDisjoint(with: inference.call.asItStands) {
            let interpreter = try interpreter(destination, watch)
            plan.rewriter = interpreter
            dropped = AnswerFields.bytes(dropped: interpreter.dropped)
            watch.translates(interpreter)
        } else {
            plan.pieces = inference.pieces(of: body, for: destination, context: context)
        }
        exchange.ownFields = AnswerFields.bytes(
            destination,
            attempt: conclusion.attempts,
            waited: waited,
            asked: inference.models.first
        )
        if !dropped.isEmpty { exchange.ownFields += dropped }
        return plan
    }

    private func interpreter(_ destination: Destination, _ watch: AnswerWatch) throws(Unsent) -> Interpreter {
        do throws(DialectError) {
            return try Interpreter(exchange, inference, body, destination)
        } catch {
            watch.isInexpressible = true
            exchange.ownFields = AnswerFields.unserved(attempts: conclusion.attempts)
            throw Unsent(end: .declined(HeldAnswer(error, of: exchange, to: inference.call.dialect)))
        }
    }

    /// A server turns out not to know what those of its kind do: it is asked in other words, now and from now on.
    private func isNewsOfWords(_ end: RelayEnd) -> Bool {
        let call = inference.call
        guard case .declined(let held) = end, held.isOfUnknownPath, [.responses, .messages].contains(call.kind),
            let destination = conclusion.destination, !destination.known.isDisjoint(with: call.asItStands),
            call.translation(for: destination.known) != nil
        else { return false }
        destination.server.note(lacking: call.asItStands)
        return true
    }

    /// Tells the desk, and hears from it whether there is another one to ask.
    @inline(never)
    private func isOver(after end: RelayEnd) -> Bool {
        guard let ticket, let watch else { return true }
        conclusion.end = .relayed(end)
        trace?.saw(watch)
        if case .torn(let fault) = end {
            let words = watch.lastWords(Failure(tearing: fault), of: exchange)
            if let words { exchange.addLastWords(words.span) }
        }
        guard let result = AttemptResult(end, status: exchange.status, watch) else {
            desk.cancel(ticket)
            return true
        }
        next = desk.settle(ticket, result, waiter)
        if watch.isBodySpent, !next.isEnd {
            desk.cancel(ticket)
            return true
        }
        return false
    }
}
