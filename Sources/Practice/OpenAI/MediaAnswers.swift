import Dialects
import Telemetry

/// What the practice model makes of sounds, pictures and lists of documents: it says what it was given, and how much of it.
enum MediaAnswers {
    // MARK: Sounds

    static func transcription(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        _ = try call.model()
        guard let size = call["file"]?.integer else { throw .invalid("file is required") }
        let text = "The practice model heard \(size) bytes."
        if call["stream"]?.string == "true" { return spoken(text) }
        switch call["response_format"]?.string ?? "json" {
        case "json": return .json { $0.object { $0.member("text", text) } }
        case "text": return .text(200, text + "\n")
        case let other: throw .invalid("response_format '\(other)' is none of json and text")
        }
    }

    private static func spoken(_ text: String) -> PracticeReply {
        func event(_ type: String, _ key: StaticString, _ text: String) -> [UInt8] {
            var writer = JSONWriter()
            writer.object {
                $0.member("type", type)
                $0.member(key, text)
            }
            return Array("data: ".utf8) + writer.bytes + Array("\n\n".utf8)
        }
        let words = text.split(separator: " ").enumerated().map { $0 == 0 ? "\($1)" : " \($1)" }
        let events = words.flatMap { event("transcript.text.delta", "delta", $0) }
        return PracticeReply(200, "text/event-stream", events + event("transcript.text.done", "text", text))
    }

    /// No sound, but its bytes are as good as any: whoever asked can tell them.
    static func speech(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        _ = try call.model()
        guard let text = call["input"]?.string, !text.isEmpty else { throw .invalid("input is required") }
        return PracticeReply(200, "audio/mpeg", Array("ID3".utf8) + [0, 0xff, 0xfb] + Array(text.utf8))
    }

    // MARK: Pictures

    static func images(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        try pictures(call, "A picture")
    }

    static func edits(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        guard let size = call["image"]?.integer else { throw .invalid("image is required") }
        return try pictures(call, "A picture, made of one of \(size) bytes")
    }

    private static func pictures(_ call: PracticeCall, _ what: String) throws(PracticeError) -> PracticeReply {
        _ = try call.model()
        guard let prompt = call["prompt"]?.string, !prompt.isEmpty else { throw .invalid("prompt is required") }
        let data = Base64.text(of: Array("\(what): \(prompt)".utf8))
        let count = call["n"]?.integer ?? 1
        return .json { writer in
            writer.object {
                $0.member("created", Int(call.now.seconds))
                $0.key("data")
                $0.array { for _ in 0..<count { $0.object { $0.member("b64_json", data) } } }
            }
        }
    }

    // MARK: Documents

    /// The more words a document shares with the question, the better.
    static func rerank(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        let (_, name) = try call.model()
        guard let query = call["query"]?.string else { throw .invalid("query is required") }
        let documents = try call.array("documents").map { $0.string ?? $0["text"]?.string ?? "" }
        if documents.isEmpty { throw .invalid("documents is required") }
        let wanted = words(query)
        let scores = documents.map { wanted.isEmpty ? 0 : words($0).intersection(wanted).count * 100 / wanted.count }
        let best = documents.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        return .json { writer in
            writer.object {
                $0.member("model", name)
                $0.key("results")
                $0.array { writer in
                    for index in best.prefix(call["top_n"]?.integer ?? documents.count) {
                        writer.object {
                            $0.member("index", index)
                            $0.key("relevance_score")
                            $0.number(Double(scores[index]) / 100)
                        }
                    }
                }
            }
        }
    }

    private static func words(_ text: String) -> Set<Substring> {
        Set(text.lowercased().split { !$0.isLetter })
    }
}
