import Dialects
import Fleet

/// What it costs to turn one piece of a backend's stream into the client's, and a request of every size.
enum TranslationBench {
    static func report() {
        print("translated piece         client      bytes ns/piece")
        for (name, backend, piece) in pieces {
            for client in calls where client.dialect != backend || client.kind == .responses {
                stream(name, client, backend, Array(piece.utf8))
            }
        }
        print("translated request       backend     bytes       µs      MB/s")
        for (name, size) in [("small chat", 300), ("100 KB in one", 100_000), ("8 MB image", 8 << 20)] {
            for backend in [Dialect.ollama, .anthropic] { request(name, backend, size) }
        }
    }

    private static let stamp = AnswerStamp(id: "7f3a", created: 1_790_000_000_000_000_000, model: "m", promptTokens: 9)
    private static let calls = [
        InferenceCall(.ollama, .chat), InferenceCall(.openAI, .chat), InferenceCall(.anthropic, .messages),
        InferenceCall(.openAI, .responses),
    ]

    private static func stream(_ name: String, _ client: InferenceCall, _ backend: Dialect, _ piece: [UInt8]) {
        guard let translation = try? Translation(from: client, to: backend, stamp: stamp) else { return }
        var stream = translation.stream()
        let seconds = DialectBench.best(of: 20_000) {
            stream.read(piece.span, at: 0.25)
            return stream.output.count
        }
        precondition(!stream.isOver)
        print("\(head(name, client)) \(piece.count)  \(Int(seconds * 1e9))")
    }

    private static func request(_ name: String, _ backend: Dialect, _ size: Int) {
        let text = String(repeating: "iVBORw0KGgoAAAANSUhEUgAA", count: size / 24 + 1)
        let part =
            name.hasSuffix("image")
            ? #"{"type":"image_url","image_url":{"url":"data:image/png;base64,\#(text)"}}"#
            : #"{"type":"text","text":"\#(text)"}"#
        let body = Array(#"{"model":"m","stream":true,"messages":[{"role":"user","content":[\#(part)]}]}"#.utf8)
        guard var translation = try? Translation(from: calls[1], to: backend, stamp: stamp) else { return }
        let seconds = DialectBench.best(of: max(1, 2_000_000 / body.count)) {
            (try? translation.request(body.span))?.body.count ?? 0
        }
        let micros = Double(Int(seconds * 1e8)) / 100
        let speed = Int(Double(body.count) / seconds / 1e6)
        print("\(head(name, backend)) \(body.count)  \(micros)  \(speed)")
    }

    private static func head(_ name: String, _ client: InferenceCall) -> String {
        "\(DialectBench.padded(name, 24)) \(DialectBench.padded(client.kind == .responses ? "responses" : "\(client.dialect)", 11))"
    }

    private static func head(_ name: String, _ dialect: Dialect) -> String {
        "\(DialectBench.padded(name, 24)) \(DialectBench.padded("\(dialect)", 11))"
    }

    private static let pieces: [(String, Dialect, String)] = [
        (
            "Ollama word", .ollama,
            #"{"model":"llama3:8b","created_at":"2026-08-21T10:00:00.123456789Z","message":{"role":"assistant","#
                + #""content":" because"},"done":false}"# + "\n"
        ),
        (
            "OpenAI word", .openAI,
            #"data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"#
                + #""model":"llama3:8b","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":"#
                + #"{"role":"assistant","content":" because"},"finish_reason":null}]}"# + "\n\n"
        ),
        (
            "Anthropic word", .anthropic,
            "event: content_block_delta\n"
                + #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" because"}}"#
                + "\n\n"
        ),
        (
            "4 KB of text", .openAI,
            #"data: {"choices":[{"index":0,"delta":{"content":""# + String(repeating: "word ", count: 820)
                + #""}}]}"# + "\n\n"
        ),
    ]
}
