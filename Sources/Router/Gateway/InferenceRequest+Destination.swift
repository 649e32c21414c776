import Dialects
import Fleet

extension InferenceRequest {
    /// The body as this backend is to have it; nil where nothing has to be changed.
    func pieces(of body: [UInt8], for destination: Destination, context: Int?) -> [ArraySlice<UInt8>]? {
        // A name that means the same is left as it was written.
        let isSame = namesModel && destination.isKnown(as: model, models.first)
        if isSame, context == nil || call.takesForms, !namesFallbacks { return nil }
        if let pieces = formPieces(of: body, naming: destination.model) { return pieces }
        let splice = rewritten(body.span, model: isSame ? nil : destination.model, numCtx: context)
        return splice.isEmpty ? nil : splice.pieces(of: body)
    }

    /// The same for a backend that has not said what it has.
    func body(_ body: [UInt8], as name: String) -> [UInt8] {
        if namesModel, name == model { return body }
        if let pieces = formPieces(of: body, naming: name) { return Array(pieces.joined()) }
        return rewritten(body.span, model: name, removingFallbacks: false).applied(to: body)
    }
}
