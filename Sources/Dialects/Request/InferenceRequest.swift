package import Fleet

/// What routing needs to know of a request for inference, read from its body without decoding it.
///
/// Whether the body is what a backend wants is the backend's to say. Refused is only what cannot be placed with certainty: a
/// body that is no object, and a model that is missing or that two readers would read differently.
package struct InferenceRequest: Sendable {
    package enum Purpose: Equatable, Sendable {
        case answer
        /// Ollama's empty prompt: nothing is generated, the model is loaded, or let go.
        case load, unload
    }

    package static let fallbacksMax = 8

    package let call: InferenceCall
    /// The model asked for, then Herd's own `fallback_models`: what may answer, and nothing else.
    package let models: [ModelName]
    /// The model as the client wrote it, or the default.
    package let model: String
    /// The client has named one.
    package let namesModel: Bool
    package let purpose: Purpose
    /// There is nothing in it to answer.
    package let isEmpty: Bool
    package let isStreamed: Bool
    /// About.
    package let promptTokens: Int
    /// The client's own limit on the answer.
    package let outputMax: Int?
    /// Ollama's `num_ctx`.
    package let contextAsked: Int?
    /// Beyond plain chat and completion, which nobody lists.
    package let capabilities: Capability
    /// The answer shall be JSON, or fit a schema.
    package let isStructured: Bool
    package let keepAlive: KeepAlive?
    /// What the client calls this conversation, or itself.
    package let session: UInt64?
    /// Marks along the prompt, shortest first.
    package let prefix: [PrefixMark]
    private let fields: RequestFields
    private let form: FormModel?

    /// - Parameters:
    ///   - body: all of it.
    ///   - session: what a header said it is; goes before what the body says.
    ///   - defaultModel: what a body asks for that names no model, or an empty one.
    package init(
        _ call: InferenceCall,
        body: Span<UInt8>,
        session: String? = nil,
        defaultModel: String? = nil
    ) throws(RequestRefusal) {
        let fields = try Self.fields(of: body)
        let model = try ModelFields(fields, body, default: defaultModel)
        let reader = RequestReader(call: call, fields: fields)
        let (prompt, isEmpty) = reader.readPrompt(body)
        self.call = call
        self.models = model.names
        self.model = model.text
        namesModel = model.isNamed
        self.fields = fields
        form = nil
        keepAlive = reader.keepAlive(body)
        self.isEmpty = isEmpty
        purpose = reader.purpose(isEmpty: isEmpty, keepAlive)
        isStreamed = reader.isStreamed
        promptTokens = prompt.tokens
        outputMax = reader.outputMax(body)
        contextAsked = reader.contextAsked(body)
        capabilities = reader.capabilities(hasImages: prompt.hasImages, body)
        isStructured = reader.isStructured(body)
        self.session = (session ?? reader.session(body)).map(PromptHash.hash)
        prefix = prompt.marks.all
    }

    /// Of a form as far as its model: nothing else in it is read.
    package init(
        _ call: InferenceCall,
        form: FormModel,
        body: Span<UInt8>,
        session: String? = nil,
        defaultModel: String? = nil
    ) throws(RequestRefusal) {
        let model = try ModelFields(inForm: form.text(in: body), default: defaultModel)
        let reader = RequestReader(call: call, fields: RequestFields())
        self.call = call
        models = model.names
        self.model = model.text
        namesModel = model.isNamed
        fields = reader.fields
        self.form = form
        keepAlive = nil
        purpose = .answer
        isEmpty = false
        isStreamed = false
        promptTokens = 0
        outputMax = nil
        contextAsked = nil
        capabilities = reader.capabilities(hasImages: false, body)
        isStructured = false
        self.session = session.map(PromptHash.hash)
        prefix = []
    }

    /// Where the model's name stands in the body, with its quotes.
    package var modelPlace: Range<Int> { fields[.model]?.range ?? 0..<0 }

    /// The body says which other models may answer, which is nothing a backend has to know.
    package var namesFallbacks: Bool { fields[.fallbackModels] != nil }

    /// The body as a backend gets it: everything not named here stays byte for byte.
    ///
    /// - Parameters:
    ///   - body: the one this was read from.
    ///   - numCtx: only for Ollama, where it is an option.
    package func rewritten(
        _ body: Span<UInt8>,
        model: String? = nil,
        numCtx: Int? = nil,
        removingFallbacks: Bool = true
    ) -> JSONSplice {
        var changes: [JSONSplice.Change] = []
        if let model, model != self.model || !namesModel {
            changes.append(.init(.model, JSONValue.string(model).encoded))
        }
        if let numCtx, call.dialect == .ollama { changes.append(.init(.numCtx, Array(String(numCtx).utf8))) }
        let removed: RequestField? = removingFallbacks ? .fallbackModels : nil
        return JSONSplice(changes, removing: removed, in: body, fields: fields)
    }

    /// The body of a form with another name in it; nil when it is none.
    package func formPieces(of body: [UInt8], naming model: String) -> [ArraySlice<UInt8>]? {
        form?.pieces(of: body, naming: model)
    }

    private static func fields(of body: Span<UInt8>) throws(RequestRefusal) -> RequestFields {
        var fields = RequestFields()
        do {
            guard try fields.read(body) != .whole else { return fields }
        } catch {
            throw .notJSON(error)
        }
        throw body.endOfSpace(from: 0) == body.count ? .noBody : .notJSON(JSONFault(.truncated, at: body.count))
    }
}
