import Dialects
import HTTPEngine
import Routing

/// Requests with a file in them: only the model has to be known before they are placed, and the rest follows from the client.
///
/// What came up to the model is in memory; the file behind it goes through piece by piece. Such a request can be sent once:
/// another backend is asked only while nothing has left for the first.
extension InferenceHandler {
    func readForm(
        _ exchange: Exchange,
        _ call: InferenceCall,
        _ trace: RequestTrace?
    ) async throws(Refused) -> Errand {
        guard var form = exchange.contentType.flatMap(FormModel.init) else { throw Refused(RequestRefusal.noForm) }
        var progress = FormModel.Progress.needMore
        let body: [UInt8]
        do throws(BodyFault) {
            let collected = try await exchange.collectBody(upTo: FormModel.lookAheadMax) { bytes in
                progress = form.read(bytes)
                return progress != .needMore
            }
            body = collected.bytes
        } catch {
            throw Refused(error)
        }
        if progress == .needMore { progress = form.read(body.span) }
        if progress == .needMore, !exchange.isBodyRead { throw Refused(RequestRefusal.formModelLate) }
        if progress == .needMore || progress == .malformed { throw Refused(RequestRefusal.formMalformed) }
        return try errand(exchange, call, form, body, trace)
    }

    @inline(never)
    private func errand(
        _ exchange: Exchange,
        _ call: InferenceCall,
        _ form: FormModel,
        _ body: [UInt8],
        _ trace: RequestTrace?
    ) throws(Refused) -> Errand {
        let terms = try terms(exchange)
        do throws(RequestRefusal) {
            let request = try InferenceRequest(
                call,
                form: form,
                body: body.span,
                session: terms.session,
                defaultModel: defaultModel
            )
            return errand(exchange, request, terms, body, trace)
        } catch {
            throw Refused(error)
        }
    }
}

extension HeldAnswer {
    /// It speaks of a path that is not there, not of a model that is not.
    var isOfUnknownPath: Bool {
        (status == 404 || status == 501) && !String(decoding: body, as: UTF8.self).lowercased().contains("model")
    }
}

extension Desk.Step? {
    /// There is nothing more to do for the ticket.
    var isEnd: Bool {
        if case .end = self { true } else { false }
    }
}

extension Exchange {
    var contentType: String? { request.value(.contentType).map { request.text($0) } }

    var sendsJSON: Bool { contentType?.lowercased().hasPrefix("application/json") ?? false }

    /// What of the body is in memory; if that is not all of it, the rest follows from the client.
    func sending(_ body: [UInt8]) -> RequestBody { isBodyRead ? .whole(body) : .begun(body) }
}
