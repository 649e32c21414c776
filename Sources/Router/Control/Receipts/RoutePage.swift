import Dialects
import Fleet
import HTTPEngine
import Routing

/// `POST /fleet/route`: what would become of a request, without sending anything and without changing anything.
///
/// The request is read by the code that reads real ones and served by the dispatcher that serves them, in a copy. The copy
/// shares its memory with the original until one of them changes something, so the lock is held for a moment only.
struct RoutePage: Sendable {
    private static let promptMax = 1_000_000_000

    let inference: InferenceHandler
    let backends: KnownBackends

    func show(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .post) else { return }
        do throws(Fault) {
            let (asked, request) = try await read(exchange)
            let (dispatcher, now) = inference.desk.read { ($0, $1) }
            let preview = dispatcher.preview(request, at: now)
            await exchange.answer(Forecast(asked, request, preview, dispatcher.fleet, others).page)
        } catch {
            if let failure = error.failure { await exchange.complain(failure.status, failure.text) }
        }
    }

    /// Who is asked for a model nobody is known to have: while nobody has said what there is, that is everybody.
    private var others: [String] {
        (backends.someAreListed ? backends.unlisted : backends.all).map(\.upstream.endpoint.authority)
    }

    // MARK: Reading

    private struct Fault: Error {
        /// Nil when there is nobody left to tell.
        let failure: Failure?

        init(_ refused: InferenceHandler.Refused) {
            failure =
                switch refused.ending {
                case .refused(let failure): failure
                case .relayed(.refused(let fault)): Failure(fault)
                case .relayed, .unknown: nil
                }
        }

        init(_ text: String) { failure = Failure(400, text) }
    }

    private func read(_ exchange: Exchange) async throws(Fault) -> (InferenceRequest, Request) {
        let query = PageQuery(exchange.request)
        do throws(InferenceHandler.Refused) {
            let body = try await inference.collect(exchange)
            let call = try call(query, body)
            let terms = try inference.terms(exchange)
            let asked = try inference.read(call, body, terms)
            var request = Request(asked, terms, bytes: body.count, at: Desk.now)
            if let tokens = try promptTokens(query) { request.promptTokens = tokens }
            return (asked, request)
        } catch {
            throw Fault(error)
        }
    }

    private func call(_ query: PageQuery, _ body: [UInt8]) throws(InferenceHandler.Refused) -> InferenceCall {
        guard let path = query["path"] else { return InferenceCall(guessedFrom: body.span) }
        guard let call = InferenceCall(path: path) else {
            throw InferenceHandler.Refused(
                Failure(400, "path must be one that asks a model for something, such as /api/chat or /v1/embeddings")
            )
        }
        return call
    }

    private func promptTokens(_ query: PageQuery) throws(InferenceHandler.Refused) -> Int? {
        do throws(PageQuery.Fault) {
            return try query.integer("prompt_tokens", in: 0...Self.promptMax)
        } catch {
            throw InferenceHandler.Refused(Failure(400, error.text))
        }
    }
}
