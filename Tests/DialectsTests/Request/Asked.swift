import Testing

@testable import Dialects

/// A request as a client would send it, and what was read of it.
struct Asked {
    let body: [UInt8]
    let request: InferenceRequest

    init(_ path: String, _ body: String, session: String? = nil, defaultModel: String? = nil) throws {
        let call = try #require(Self.call("POST", path))
        let bytes = Array(body.utf8)
        self.body = bytes
        request = try InferenceRequest(call, body: bytes.span, session: session, defaultModel: defaultModel)
    }

    static func call(_ method: String, _ path: String) -> InferenceCall? {
        let (method, path) = (Array(method.utf8), Array(path.utf8))
        return InferenceCall(method: method.span, path: path.span)
    }

    static func refusal(_ path: String, _ body: String) -> RequestRefusal? {
        do {
            _ = try Asked(path, body)
            return nil
        } catch {
            return error as? RequestRefusal
        }
    }

    func rewritten(model: String? = nil, numCtx: Int? = nil, removingFallbacks: Bool = true) -> String {
        let splice = request.rewritten(
            body.span,
            model: model,
            numCtx: numCtx,
            removingFallbacks: removingFallbacks
        )
        return String(decoding: splice.applied(to: body), as: UTF8.self)
    }
}
