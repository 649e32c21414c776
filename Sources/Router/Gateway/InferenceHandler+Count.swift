import Dialects
import HTTPEngine
import Routing

/// Counts of tokens, which clients ask for between two turns and expect at once.
///
/// A backend that counts is asked, if it can be asked now: nobody waits in a line for a number. Where none can, or it fails, the
/// router says its own estimate rather than nothing, and says that it is one.
extension InferenceHandler {
    @inline(never)
    func estimate(_ exchange: Exchange, _ errand: Errand, _ trace: RequestTrace?) async {
        let conclusion = errand.conclusion
        conclusion.destination = nil
        do throws(DialectError) {
            let estimate = try TokenEstimate(errand.inference)
            exchange.ownFields = AnswerFields.estimate(attempts: conclusion.attempts)
            await exchange.respond(200, "application/json", estimate.body)
            trace?.settled(.completed)
            if let record = conclusion.record { desk.answeredHere(record) }
            conclusion.end = .relayed(.complete)
        } catch {
            conclusion.end = .refused(Failure(error.status, error.text))
        }
    }
}

extension Conclusion {
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
