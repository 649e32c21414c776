import Dialects
import Fleet

extension InferenceRequest {
    /// The body as this backend is to have it; the very same bytes where nothing has to be changed.
    func body(_ body: [UInt8], for destination: Destination, context: Int?) -> [UInt8] {
        // A name that means the same is left as it was written.
        let isSame = namesModel && ModelName(model) == ModelName(destination.model) && destination.mindsNoCase
        let splice = rewritten(body.span, model: isSame ? nil : destination.model, numCtx: context)
        return splice.isEmpty ? body : splice.applied(to: body.span)
    }

    /// The same for a backend that has not said what it has.
    func body(_ body: [UInt8], as name: String) -> [UInt8] {
        if namesModel, ModelName(name) == ModelName(model) { return body }
        return rewritten(body.span, model: name, removingFallbacks: false).applied(to: body.span)
    }
}
