package import Telemetry

/// An inference server without a model: speaks Ollama, OpenAI and Anthropic, and says in its first line what it is.
///
/// By itself it is as Ollama is, which has layers for the other two. Told to speak one dialect only it has nothing of the
/// others: it is an Ollama from before it had them, one of the many servers that speak like OpenAI's, or one like Anthropic's.
///
/// A value: a request and the time come in, an answer with its delays goes out. `herd practice` puts it on a port, and the
/// tests' `FakeBackend` spoils its answers on command.
package struct PracticeBackend: Sendable {
    package var pace: PracticePace
    /// Of every answer, whatever its request says.
    package var length: PracticeText.Length?
    /// Another server than Ollama, which it is without.
    package var personality: PracticePersonality?

    /// The only dialect it speaks.
    package var only: PracticeDialect?
    /// It also has what OpenAI's own service has: responses, sounds, pictures, and an order for documents.
    package var hasServices: Bool

    package init(pace: PracticePace = PracticePace(), only: PracticeDialect? = nil, hasServices: Bool = false) {
        self.pace = pace
        self.only = only
        self.hasServices = hasServices
    }

    package func reply(to request: PracticeRequest, at now: WallTime) -> PracticeReply {
        if let reply = personality?.reply(to: request) { return reply }
        guard let route = PracticeRoute(request.path), route.isThere(for: only, hasServices: hasServices) else {
            return nothing
        }
        guard route.methods.contains(request.method) else {
            var reply = PracticeReply.text(405, "405 method not allowed")
            reply.fields = [("Allow", route.methods.joined(separator: ", "))]
            return reply
        }
        do throws(PracticeError) {
            return try answer(route, PracticeCall(request, to: self, at: now, isForm: route.takesForm))
        } catch {
            return (only ?? route.dialect).reply(to: error)
        }
    }

    private var nothing: PracticeReply {
        switch only {
        case nil, .ollama: .text(404, "404 page not found")
        case .openAI: PracticeDialect.openAI.reply(to: PracticeError(status: 404, message: "File Not Found"))
        case .anthropic: PracticeDialect.anthropic.reply(to: PracticeError(status: 404, message: "Not found"))
        }
    }

    private func answer(_ route: PracticeRoute, _ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        switch route {
        case .liveness: .text(200, "Ollama is running")
        case .version: OllamaAnswers.version(only)
        case .tags: OllamaAnswers.tags(at: call.now)
        case .resident: OllamaAnswers.resident(at: call.now)
        case .show: try OllamaAnswers.show(call)
        case .generate: try OllamaAnswers.generate(call)
        case .chat: try OllamaAnswers.chat(call)
        case .embed: try OllamaAnswers.embed(call)
        case .embeddings: try OllamaAnswers.embeddings(call)
        case .openAIModels where only == .anthropic: AnthropicAnswers.models(at: call.now)
        case .openAIModels: OpenAIAnswers.models(at: call.now)
        case .openAIModel(let name) where only == .anthropic: try AnthropicAnswers.model(name, at: call.now)
        case .openAIModel(let name): try OpenAIAnswers.model(name, at: call.now)
        case .openAIChat: try OpenAIAnswers.chat(call)
        case .openAICompletion: try OpenAIAnswers.completion(call)
        case .openAIEmbeddings: try OpenAIAnswers.embeddings(call)
        case .responses: try ResponsesAnswers.response(call)
        case .rerank: try MediaAnswers.rerank(call)
        case .images: try MediaAnswers.images(call)
        case .imageEdits: try MediaAnswers.edits(call)
        case .speech: try MediaAnswers.speech(call)
        case .transcriptions, .translations: try MediaAnswers.transcription(call)
        case .messages: try AnthropicAnswers.messages(call)
        case .countTokens: try AnthropicAnswers.countTokens(call)
        }
    }
}
