import Dialects
import HTTPEngine
import Routing

/// Counts of tokens, which clients ask for between two turns and expect at once.
///
/// A backend that counts is asked, if it can be asked now: nobody waits in a line for a number. Where none can, or it fails, the
/// router says its own estimate rather than nothing, and says that it is one.
extension InferenceHandler {
    /// It would have to wait for its turn.
    func unplaced(_ conclusion: Conclusion, _ ticket: TicketID) -> Conclusion {
        desk.cancel(ticket)
        var conclusion = conclusion
        conclusion.end = .refused(Failure(503, "No node is free to count now", retryAfter: 1))
        return conclusion
    }

    func estimate(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ conclusion: Conclusion,
        _ trace: RequestTrace?
    ) async -> Conclusion {
        var conclusion = conclusion
        conclusion.destination = nil
        do throws(DialectError) {
            let estimate = try TokenEstimate(inference)
            exchange.ownFields = AnswerFields.estimate(attempts: conclusion.attempts)
            await exchange.respond(200, "application/json", estimate.body)
            trace?.settled(.completed)
            if let record = conclusion.record { desk.answeredHere(record) }
            conclusion.end = .relayed(.complete)
        } catch {
            conclusion.end = .refused(Failure(error.status, error.text))
        }
        return conclusion
    }
}

extension InferenceHandler.Conclusion {
    /// Somebody has the model, and nobody has counted.
    var isWithoutCount: Bool {
        switch end {
        case .refused, .relayed(.failed): true
        case .relayed(.declined(let held)):
            held.isOfOurKey || held.status >= 500 || [404, 429].contains(held.status)
        case .relayed, .unknown: false
        }
    }
}
