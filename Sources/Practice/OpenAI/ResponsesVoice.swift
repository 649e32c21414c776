import Dialects
import Telemetry

/// The events of `/v1/responses`, numbered from the first to the last.
///
/// The end of each part repeats all of it. The model says the same whenever it is asked, so that is taken from a second telling
/// instead of being kept.
struct ResponsesVoice: PracticeVoice {
    let model: String
    /// Of the response, and part of its items'.
    let id: String
    let created: Int
    private let request: JSONObject
    private let said: [PracticeSaid]
    /// How many pieces each part comes in.
    private let counts: [Int]

    init(_ answer: PracticeAnswer, to call: PracticeCall, model: String, seed: UInt64) {
        self.model = model
        id = hexadecimal(seed)
        created = Int(call.now.seconds)
        request = call.body
        var rest = answer
        var said = answer.parts.map { PracticeSaid(part: $0, text: "") }
        var counts = answer.parts.map { _ in 0 }
        while let piece = rest.next() {
            said[piece.place].text += piece.text
            counts[piece.place] += 1
        }
        self.said = said
        self.counts = counts
    }

    var contentType: String { "text/event-stream" }

    func opening(at time: WallTime) -> [[UInt8]] {
        [
            event("response.created", 0) { response("in_progress", [], nil, &$0) },
            event("response.in_progress", 1) { response("in_progress", [], nil, &$0) },
        ]
    }

    func beginning(_ part: PracticePart, _ place: Int, at time: WallTime) -> [[UInt8]] {
        let first = event("response.output_item.added", number(of: place)) {
            $0.member("output_index", place)
            $0.member("item") { item(PracticeSaid(part: part, text: ""), place, "in_progress", &$0) }
        }
        guard part.call == nil else { return [first] }
        let name = part == .thought ? "response.reasoning_summary_part.added" : "response.content_part.added"
        return [first, event(name, number(of: place) + 1, at: place) { $0.member("part") { content(part, "", &$0) } }]
    }

    func frame(_ piece: PracticeAnswer.Piece, at time: WallTime) -> [UInt8] {
        let before = counts[..<piece.place].reduce(0, +)
        let number = number(of: piece.place) + Self.beginnings(piece.part) + piece.number - before
        return event(Self.name(piece.part) + ".delta", number, at: piece.place) {
            $0.member("delta", piece.text)
            logprobs(of: piece.part, &$0)
        }
    }

    func closing(_ part: PracticePart, _ place: Int, at time: WallTime) -> [[UInt8]] {
        let first = number(of: place) + Self.beginnings(part) + counts[place]
        let text = said[place].text
        var events = [
            event(Self.name(part) + ".done", first, at: place) {
                $0.member(part.call == nil ? "text" : "arguments", text)
                logprobs(of: part, &$0)
            }
        ]
        if part.call == nil {
            let name = part == .thought ? "response.reasoning_summary_part.done" : "response.content_part.done"
            events.append(event(name, first + 1, at: place) { $0.member("part") { content(part, text, &$0) } })
        }
        events.append(
            event("response.output_item.done", first + events.count) {
                $0.member("output_index", place)
                $0.member("item") { item(said[place], place, "completed", &$0) }
            }
        )
        return events
    }

    func ending(_ summary: PracticeSummary, at time: WallTime) -> [[UInt8]] {
        let status = Self.status(summary)
        return [event("response.\(status)", number(of: said.count)) { response(status, said, summary, &$0) }]
    }

    func whole(_ answer: [PracticeSaid], _ summary: PracticeSummary, at time: WallTime) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { members(Self.status(summary), answer, summary, &$0) }
        return writer.bytes
    }

    func failure(_ message: String) -> [UInt8] {
        event("error", 0) {
            $0.member("code", "server_error")
            $0.member("message", message)
            $0.key("param")
            $0.null()
        }
    }

    // MARK: Numbers

    /// Of a part's first event, behind the two that open the stream.
    private func number(of place: Int) -> Int {
        (0..<place).reduce(2) { sum, place in
            let part = said[place].part
            return sum + Self.beginnings(part) + counts[place] + (part.call == nil ? 3 : 2)
        }
    }

    private static func beginnings(_ part: PracticePart) -> Int { part.call == nil ? 2 : 1 }

    private static func name(_ part: PracticePart) -> String {
        switch part {
        case .thought: "response.reasoning_summary_text"
        case .text: "response.output_text"
        case .call: "response.function_call_arguments"
        }
    }

    private static func status(_ summary: PracticeSummary) -> String {
        summary.reason == .length ? "incomplete" : "completed"
    }

    // MARK: Parts

    private func response(
        _ status: String,
        _ answer: [PracticeSaid],
        _ summary: PracticeSummary?,
        _ writer: inout JSONWriter
    ) {
        writer.member("response") { members(status, answer, summary, &$0) }
    }

    private func members(
        _ status: String,
        _ answer: [PracticeSaid],
        _ summary: PracticeSummary?,
        _ writer: inout JSONWriter
    ) {
        writer.member("id", "resp_\(id)")
        writer.member("object", "response")
        writer.member("created_at", created)
        writer.member("status", status)
        writer.key("error")
        writer.null()
        writer.key("incomplete_details")
        if status == "incomplete" {
            writer.object { $0.member("reason", "max_output_tokens") }
        } else {
            writer.null()
        }
        writer.member("model", model)
        writer.key("output")
        writer.array { writer in
            for (place, said) in answer.enumerated() { writer.object { item(said, place, "completed", &$0) } }
        }
        for (key, standard) in Self.repeated {
            writer.key(key)
            writer.value(request[key] ?? standard)
        }
        writer.member("store", false)
        guard let summary else { return }
        writer.member("usage") {
            $0.member("input_tokens", summary.promptTokens)
            $0.member("input_tokens_details") { $0.member("cached_tokens", 0) }
            $0.member("output_tokens", summary.tokens)
            $0.member("output_tokens_details") { $0.member("reasoning_tokens", 0) }
            $0.member("total_tokens", summary.promptTokens + summary.tokens)
        }
    }

    private static let repeated: [(String, JSONValue)] = [
        ("instructions", .null), ("max_output_tokens", .null), ("parallel_tool_calls", true), ("temperature", 1),
        ("text", ["format": ["type": "text"]]), ("tool_choice", "auto"), ("tools", []), ("top_p", 1),
    ]

    private func item(_ said: PracticeSaid, _ place: Int, _ status: String, _ writer: inout JSONWriter) {
        writer.member("id", itemID(place))
        switch said.part {
        case .thought:
            writer.member("type", "reasoning")
            writer.key("summary")
            writer.array { if !said.text.isEmpty { $0.object { content(.thought, said.text, &$0) } } }
        case .text:
            writer.member("type", "message")
            writer.member("role", "assistant")
            writer.key("content")
            writer.array { if !said.text.isEmpty { $0.object { content(.text, said.text, &$0) } } }
        case .call(let call):
            writer.member("type", "function_call")
            writer.member("call_id", call.id)
            writer.member("name", call.name)
            writer.member("arguments", said.text)
        }
        writer.member("status", status)
    }

    private func itemID(_ place: Int) -> String {
        switch said[place].part {
        case .thought: "rs_\(id)_\(place)"
        case .text: "msg_\(id)_\(place)"
        case .call: "fc_\(id)_\(place)"
        }
    }

    private func content(_ part: PracticePart, _ text: String, _ writer: inout JSONWriter) {
        writer.member("type", part == .thought ? "summary_text" : "output_text")
        writer.member("text", text)
        if part == .thought { return }
        writer.key("annotations")
        writer.array { _ in }
        logprobs(of: part, &writer)
    }

    private func logprobs(of part: PracticePart, _ writer: inout JSONWriter) {
        guard part == .text else { return }
        writer.key("logprobs")
        writer.array { _ in }
    }

    // MARK: Events

    /// Of something within an item.
    private func event(
        _ type: String,
        _ number: Int,
        at place: Int,
        _ content: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        event(type, number) {
            $0.member("item_id", itemID(place))
            $0.member("output_index", place)
            switch said[place].part {
            case .thought: $0.member("summary_index", 0)
            case .text: $0.member("content_index", 0)
            case .call: break
            }
            content(&$0)
        }
    }

    private func event(_ type: String, _ number: Int, _ content: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("type", type)
            $0.member("sequence_number", number)
            content(&$0)
        }
        return Array("event: \(type)\ndata: ".utf8) + writer.bytes + Array("\n\n".utf8)
    }
}
