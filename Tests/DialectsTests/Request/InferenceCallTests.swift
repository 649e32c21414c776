import Testing

@testable import Dialects

@Suite struct InferenceCallTests {
    @Test(arguments: [
        ("/api/chat", Dialect.ollama, InferenceCall.Kind.chat), ("/api/generate", .ollama, .generate),
        ("/api/embed", .ollama, .embeddings), ("/api/embeddings", .ollama, .embeddings),
        ("/v1/chat/completions", .openAI, .chat), ("/v1/completions", .openAI, .completion),
        ("/v1/responses", .openAI, .responses), ("/v1/embeddings", .openAI, .embeddings),
        ("/v1/rerank", .openAI, .rerank), ("/v1/images/generations", .openAI, .image),
        ("/v1/audio/speech", .openAI, .speech), ("/v1/messages", .anthropic, .messages),
        ("/v1/images/edits", .openAI, .imageEdit), ("/v1/audio/transcriptions", .openAI, .transcription),
        ("/v1/audio/translations", .openAI, .speechTranslation),
        ("/v1/messages/count_tokens", .anthropic, .tokenCount), ("/v1/messages?beta=true", .anthropic, .messages),
    ])
    func `a path says what is asked for, in which language`(
        path: String,
        dialect: Dialect,
        kind: InferenceCall.Kind
    ) throws {
        let call = try #require(Asked.call("POST", path))
        #expect(call == InferenceCall(dialect, kind))
        #expect(Dialect(path: Array(path.utf8)) == dialect)
        #expect(call.isStreamedByDefault == (kind == .chat && dialect == .ollama || kind == .generate))
    }

    @Test(arguments: [
        "/", "", "/api/tags", "/api/show", "/api/pull", "/api/chats", "/api/cha", "/API/chat", "/api/chat/",
        "/v1/models",
        "/v1/responses/resp_1", "/v1/audio", "/v1/images/variations", "/v1/messages/batches",
        "/x?/api/chat",
    ])
    func `other paths are none`(path: String) {
        #expect(Asked.call("POST", path) == nil)
    }

    @Test(arguments: ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "post", "POSTS", ""])
    func `other methods are none`(method: String) {
        #expect(Asked.call(method, "/api/chat") == nil)
    }

    @Test(arguments: [
        ("/api/tags", Dialect.ollama), ("/api/", .ollama), ("/v1/models", .openAI), ("/v1/messages/x", .anthropic),
        ("/", .openAI), ("", .openAI), ("/apis", .openAI),
    ])
    func `every path has a language to be answered in`(path: String, dialect: Dialect) {
        #expect(Dialect(path: Array(path.utf8)) == dialect)
    }
}

extension Dialect {
    init(path: [UInt8]) {
        self.init(path: path.span)
    }
}
