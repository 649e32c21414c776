package import Fleet

/// Carries one request to a backend that speaks another dialect than its client, and the answer back.
///
/// What the router does with it:
///
///     var translation = try Translation(from: call, to: .anthropic, traits: TargetTraits(.anthropic), stamp: stamp)
///     let request = try translation.request(body)           // once: where to, what, and what was left out
///     …
///     let answer = translation.answer(status: 200, body)    // an answer that is whole, or an error
///     var stream = translation.stream()                     // or one that comes in pieces:
///     stream.read(bytes, at: elapsed); send(stream.output)  //   for each piece, as it comes
///     stream.finish(at: elapsed); send(stream.output)       //   when the backend's bytes end, or are torn
///
/// A `DialectError` it throws is the client's to hear: its status, and `body(in:)` the client's dialect. What a
/// backend knows as the client called it is no translation: then the bytes pass untouched. It reads no clock and keeps nothing between requests.
package struct Translation: Sendable {
    /// What a backend is to be sent.
    package struct Request: Sendable {
        package let path: String
        package let body: [UInt8]
        /// What of the client's request is not in it.
        package let dropped: DroppedFields
        /// What the client should get is a stream.
        package let isStreamed: Bool
    }

    private let client: InferenceCall
    private let backend: Dialect
    private let traits: TargetTraits
    private let stamp: AnswerStamp
    /// An OpenAI client's wish; others are always told what their answer cost.
    private var wantsUsage = false
    private var embeddingForm = EmbeddingRequest.Form.list
    private var echo = ResponsesEcho()

    /// - Parameter traits: of this backend, as far as they are known.
    /// - Throws: 400 when what the client calls has nothing like it in the backend's dialect.
    package init(
        from client: InferenceCall,
        to backend: Dialect,
        traits: TargetTraits? = nil,
        stamp: AnswerStamp
    ) throws(DialectError) {
        let isOther = client.dialect != backend || client.kind == .responses
        precondition(isOther, "the same dialect needs no translation")
        switch client.kind {
        case .chat, .messages, .generate: break
        case .responses where client.dialect == .openAI: break
        case .completion where backend == .ollama: break
        case .embeddings where backend != .anthropic: break
        default: throw DialectError(400, "This cannot be asked of the backend: it has nothing like it")
        }
        self.client = client
        self.backend = backend
        self.traits = traits ?? TargetTraits(backend)
        self.stamp = stamp
    }

    /// - Parameters:
    ///   - body: the client's, whole.
    ///   - model: as the backend calls it.
    ///   - isWhole: false when long texts in it are not the client's: then none is repeated to the client.
    package mutating func request(
        _ body: Span<UInt8>,
        model: String? = nil,
        isWhole: Bool = true
    ) throws(DialectError) -> Request {
        if client.kind == .embeddings { return try embeddingRequest(body, model: model) }
        var dropped = DroppedFields()
        let object = try Self.object(body)
        var request = try read(object, into: &dropped)
        if client.kind == .responses { echo = ResponsesEcho(isWhole ? object : nil) }
        try request.check()
        if let model { request.model = model }
        wantsUsage = request.wantsUsage
        let bytes = try write(request, capacity: body.count + 512, into: &dropped)
        let path = path(isCompletion: request.completion != nil)
        return Request(path: path, body: bytes, dropped: dropped, isStreamed: request.isStreamed)
    }

    /// An answer that is not a stream.
    ///
    /// - Returns: what the client is to get, with its status. What the backend gave as a success and is none is a 502.
    package func answer(
        status: UInt16,
        _ body: Span<UInt8>,
        at elapsed: Seconds = .zero
    ) -> (status: UInt16, body: [UInt8]) {
        do throws(DialectError) {
            guard 200..<300 ~= status else { throw BackendFailure.error(status: status, body) }
            if client.kind == .embeddings {
                let answer = try EmbeddingAnswer(body, from: backend)
                return (200, try answer.written(as: embeddingForm, body, model: stamp.model, at: elapsed))
            }
            let answer = try ChatAnswer(events(of: body))
            return (200, try write(answer, at: elapsed))
        } catch {
            let error = error.told(to: client.dialect)
            return (error.status, error.body(in: client.dialect))
        }
    }

    /// For an answer that comes in pieces, which a backend's success promises.
    package func stream() -> StreamTranslation {
        StreamTranslation(client, reader: reader, writer: writer)
    }

    // MARK: Requests

    private func read(_ object: JSONObject, into dropped: inout DroppedFields) throws(DialectError) -> ChatRequest {
        let request: ChatRequest
        switch (client.dialect, client.kind) {
        case (.ollama, .generate):
            var reader = OllamaGenerateReader(object)
            request = try reader.chat()
            dropped = reader.dropped
        case (.ollama, _):
            var reader = OllamaRequestReader(object)
            request = try reader.chat()
            dropped = reader.dropped
        case (.openAI, .completion):
            var reader = OpenAICompletionReader(object)
            request = try reader.chat()
            dropped = reader.dropped
        case (.openAI, .responses):
            var reader = ResponsesRequestReader(object)
            request = try reader.chat()
            dropped = reader.dropped
        case (.openAI, _):
            var reader = OpenAIRequestReader(object)
            request = try reader.chat()
            dropped = reader.dropped
        case (.anthropic, _):
            var reader = AnthropicRequestReader(object)
            request = try reader.chat()
            dropped = reader.dropped
        }
        return request
    }

    private mutating func embeddingRequest(
        _ body: Span<UInt8>,
        model: String?
    ) throws(DialectError) -> Request {
        var dropped = DroppedFields()
        var request = try EmbeddingRequest(Self.object(body), from: client.dialect, into: &dropped)
        if let model { request.model = model }
        embeddingForm = request.form
        return Request(
            path: backend == .ollama ? "/api/embed" : "/v1/embeddings",
            body: request.written(to: backend, capacity: body.count + 128),
            dropped: dropped,
            isStreamed: false
        )
    }

    private static func object(_ body: Span<UInt8>) throws(DialectError) -> JSONObject {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: body)
        } catch {
            throw DialectError(.notJSON(error))
        }
        guard let object = value.object else { throw DialectError(.notJSON(JSONFault(.notAnObject, at: 0))) }
        return object
    }

    private func write(
        _ request: ChatRequest,
        capacity: Int,
        into dropped: inout DroppedFields
    ) throws(DialectError) -> [UInt8] {
        switch backend {
        case .ollama:
            try OllamaRequestWriter(request: request).write(capacity: capacity, into: &dropped)
        case .openAI:
            try OpenAIRequestWriter(request: request, traits: traits).write(capacity: capacity, into: &dropped)
        case .anthropic:
            try AnthropicRequestWriter(request: request, traits: traits).write(capacity: capacity, into: &dropped)
        }
    }

    private func path(isCompletion: Bool) -> String {
        switch backend {
        case .ollama: isCompletion ? "/api/generate" : "/api/chat"
        case .openAI: isCompletion ? "/v1/completions" : "/v1/chat/completions"
        case .anthropic: "/v1/messages"
        }
    }

    // MARK: Answers

    private func events(of body: Span<UInt8>) throws(DialectError) -> [ChatEvent] {
        switch backend {
        case .ollama: try OllamaAnswerReader(stamp: stamp).read(body)
        case .openAI: try OpenAIAnswerReader(stamp: stamp).read(body)
        case .anthropic: try AnthropicAnswerReader(stamp: stamp).read(body)
        }
    }

    private func write(_ answer: ChatAnswer, at elapsed: Seconds) throws(DialectError) -> [UInt8] {
        switch client.dialect {
        case .ollama:
            try OllamaAnswerWriter(stamp: stamp, isGenerate: client.kind == .generate).write(answer, at: elapsed)
        case .openAI where client.kind == .responses:
            ResponsesAnswerWriter(object: response).write(answer, at: elapsed)
        case .openAI: OpenAIAnswerWriter(stamp: stamp, isCompletion: client.kind == .completion).write(answer)
        case .anthropic: try AnthropicAnswerWriter(stamp: stamp).write(answer)
        }
    }

    private var response: ResponsesObject { ResponsesObject(stamp: stamp, echo: echo) }

    private var reader: any ChatStreamReader {
        switch backend {
        case .ollama: OllamaStreamReader(stamp)
        case .openAI: OpenAIStreamReader(stamp)
        case .anthropic: AnthropicStreamReader()
        }
    }

    private var writer: any ChatStreamWriter {
        switch client.dialect {
        case .ollama: OllamaStreamWriter(stamp, isGenerate: client.kind == .generate)
        case .openAI where client.kind == .responses: ResponsesStreamWriter(response)
        case .openAI: OpenAIStreamWriter(stamp, isCompletion: client.kind == .completion, wantsUsage: wantsUsage)
        case .anthropic: AnthropicStreamWriter(stamp)
        }
    }
}
