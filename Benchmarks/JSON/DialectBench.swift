import Dialects

/// What it costs to understand a request, and to watch a frame of an answer go by.
enum DialectBench {
    static func report() {
        print("request                  bytes       µs      MB/s")
        for (name, path, body) in requests { request(name, path, Array(body.utf8)) }
        print("answer                   bytes ns/frame")
        for (name, dialect, form, frame) in frames { answer(name, dialect, form, Array(frame.utf8)) }
    }

    private static func request(_ name: String, _ path: String, _ body: [UInt8]) {
        let (method, path) = (Array("POST".utf8), Array(path.utf8))
        guard let call = InferenceCall(method: method.span, path: path.span) else { return }
        let runs = max(1, 2_000_000 / body.count)
        let seconds = best(of: runs) { (try? InferenceRequest(call, body: body.span))?.promptTokens ?? 0 }
        let micros = Double(Int(seconds * 1e8)) / 100
        print("\(padded(name, 21)) \(body.count)  \(micros)  \(Int(Double(body.count) / seconds / 1e6))")
    }

    private static func answer(_ name: String, _ dialect: Dialect, _ form: AnswerForm, _ frame: [UInt8]) {
        var watcher = AnswerWatcher(dialect, form)
        let seconds = best(of: 20_000) {
            watcher.read(frame.span)
            return watcher.contentFrames
        }
        print("\(padded(name, 21)) \(frame.count)  \(Int(seconds * 1e9))")
    }

    /// Seconds of one run, in the best of several rounds.
    static func best(of runs: Int, _ work: () -> Int) -> Double {
        let clock = ContinuousClock()
        var best = Duration.seconds(1000)
        var sum = 0
        for _ in 0..<15 {
            let time = clock.measure { for _ in 0..<runs { sum &+= work() } }
            best = min(best, time)
        }
        precondition(sum != 0)
        return best / .seconds(1) / Double(runs)
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    // MARK: What is measured

    private static var requests: [(String, String, String)] {
        let sentence = "The quick brown fox jumps over the lazy dog, and nobody asks why it does so every time. "
        func chat(_ count: Int, _ length: Int) -> String {
            let text = String(repeating: sentence, count: length / sentence.utf8.count + 1).prefix(length)
            let messages = (0..<count).map { "{\"role\":\"user\",\"content\":\"\($0) \(text)\"}" }
            return "{\"model\":\"llama3:8b\",\"stream\":true,\"messages\":[\(messages.joined(separator: ","))]}"
        }
        let image = String(repeating: "iVBORw0KGgoAAAANSUhEUgAA", count: 350_000)
        return [
            ("small chat", "/api/chat", chat(1, 300)),
            ("agent, 60 messages", "/v1/chat/completions", chat(60, 800)),
            ("100 KB in one", "/api/chat", chat(1, 100_000)),
            ("8 MB in one", "/api/chat", chat(1, 8 << 20)),
            (
                "8 MB image", "/api/chat",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"see\",\"images\":[\"\(image)\"]}]}"
            ),
        ]
    }

    private static let frames: [(String, Dialect, AnswerForm, String)] = [
        (
            "Ollama chat", .ollama, .lines,
            #"{"model":"llama3:8b","created_at":"2026-08-21T10:00:00.123456789Z","message":{"role":"assistant","#
                + #""content":" because"},"done":false}"# + "\n"
        ),
        (
            "OpenAI chat", .openAI, .events,
            #"data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1694268190,"#
                + #""model":"llama3:8b","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":"#
                + #"{"role":"assistant","content":" because"},"finish_reason":null}]}"# + "\n\n"
        ),
        (
            "Anthropic delta", .anthropic, .events,
            "event: content_block_delta\n"
                + #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" because"}}"#
                + "\n\n"
        ),
        (
            "4 KB of text", .ollama, .lines,
            "{\"response\":\"" + String(repeating: "word ", count: 820) + "\",\"done\":false}\n"
        ),
    ]
}
