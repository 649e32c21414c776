import Fleet
import Testing

@testable import Dialects

@Suite struct AnswerWatcherTests {
    private func watched(_ example: AnswerExample) -> Watched {
        Watched(example.dialect, example.form, example.text)
    }

    // MARK: Every example

    @Test(arguments: AnswerExample.all)
    func `a good answer begins, ends, and holds no error`(example: AnswerExample) {
        let seen = watched(example)
        #expect(seen.hasBegun && seen.isComplete && !seen.hasError)
        #expect(example.form == .whole || seen.isBetweenFrames)
    }

    @Test(arguments: AnswerExample.all)
    func `cuts make no difference`(example: AnswerExample) {
        let bytes = Array(example.text.utf8)
        let whole = watched(example)
        for cut in bytes.indices {
            #expect(Watched(example.dialect, example.form, bytes, cuts: [cut]) == whole)
        }
        #expect(Watched(example.dialect, example.form, bytes, cuts: Array(bytes.indices)) == whole)
        var random = SeededGenerator(seed: 0x5eed_0004)
        for _ in 0..<200 {
            let cuts = (0..<Int.random(in: 2...9, using: &random)).map { _ in
                Int.random(in: 0...bytes.count, using: &random)
            }
            #expect(Watched(example.dialect, example.form, bytes, cuts: cuts.sorted()) == whole)
        }
    }

    @Test(arguments: AnswerExample.all)
    func `an answer that is cut short has not ended`(example: AnswerExample) {
        let bytes = Array(example.text.utf8)
        let end = bytes.lastIndex { !$0.isJSONSpace }!
        for count in 0..<end {
            let seen = Watched(example.dialect, example.form, Array(bytes[..<count]), cuts: [])
            #expect(!seen.isComplete && !seen.hasError, "after \(count) bytes")
        }
    }

    @Test(arguments: AnswerExample.all)
    func `lines may end in the old way`(example: AnswerExample) {
        let old = example.text.replacing("\n", with: "\r\n")
        #expect(Watched(example.dialect, example.form, old) == watched(example))
    }

    @Test(arguments: AnswerExample.all)
    func `random damage does no harm`(example: AnswerExample) {
        var random = SeededGenerator(seed: 0x5eed_0005)
        for _ in 0..<500 {
            var bytes = Array(example.text.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            let cut = Int.random(in: 0...bytes.count, using: &random)
            #expect(
                Watched(example.dialect, example.form, bytes, cuts: [cut])
                    == Watched(example.dialect, example.form, bytes, cuts: [])
            )
        }
    }

    // MARK: The beginning

    @Test(arguments: [
        (AnswerExample.ollamaChat, #""thinking":"H"#), (.ollamaTools, #""tool_calls":[{"#),
        (.ollamaGenerate, #""thinking":"s"#), (.openAIChat, #""reasoning":"H"#), (.openAITools, #""tool_calls":[{"#),
        (.completion, #""text":" "#), (.llamaCpp, #""reasoning_content":"L"#), (.responses, #""delta":"{"#),
        (.anthropic, #""thinking":"H"#), (.anthropicTools, #""content_block":{"type":"tool_use""#),
    ])
    func `the first token is what the model says, not what keeps the line open`(
        example: AnswerExample,
        token: String
    ) throws {
        let begun = try #require(Watched.bytesUntilBegun(example.dialect, example.form, example.text))
        let text = String(decoding: Array(example.text.utf8)[..<begun], as: UTF8.self)
        #expect(text.hasSuffix(token))
    }

    @Test(arguments: [
        (AnswerExample.ollamaChat, 3), (.ollamaTools, 1), (.ollamaGenerate, 2), (.openAIChat, 2), (.openAITools, 2),
        (.completion, 1), (.llamaCpp, 1), (.responses, 2), (.anthropic, 2), (.anthropicTools, 2), (.openAIWhole, 0),
    ])
    func `frames with something to say are counted`(example: AnswerExample, count: Int) {
        #expect(watched(example).contentFrames == count)
    }

    @Test func `an answer that is not streamed begins when it is all there`() {
        for example in AnswerExample.all where example.form == .whole {
            let length = example.text.utf8.count - (example.text.hasSuffix("\n") ? 1 : 0)
            #expect(Watched.bytesUntilBegun(example.dialect, example.form, example.text) == length)
        }
    }

    @Test(arguments: [
        (Dialect.ollama, AnswerForm.lines, "\n{\"message\":{\"content\":\"\"},\"done\":false}\n\n"),
        (.openAI, .events, ": a\n:\n\nevent: x\nid: 1\nretry: 5\n\ndata\ndata:\ndata: \n\ndat: {}\n\ndata: {}\n\n"),
        (.openAI, .events, "data: {\"choices\":null}\n\ndata: [DON\n\ndata: [DONE}\n\ndata: [DONE\n\n[DONE]\n\n"),
        (.openAI, .events, "data: {\"message\":{\"content\":\"a\"},\"x\":{\"delta\":\"a\"}}\n\n"),
        (.anthropic, .events, "event: ping\ndata: {\"type\":\"ping\"}\n\nevent: message_stop\n\ndata: [DONE]\n\n"),
        (.anthropic, .events, "data: {\"delta\":{\"text\":\"\"},\"text\":\"a\",\"x\":{\"type\":\"message_stop\"}}\n\n"),
        (.ollama, .lines, "{\"x\":{\"done\":true,\"response\":\"a\",\"error\":\"b\"},\"y\":[{\"done\":true}]}\n"),
        (.ollama, .lines, "{\"d\\u006fne\":true}\n[{\"done\":true}]\n[[{\"done\":true}]]\n{\"done\":\"true\"}\n"),
        (.ollama, .whole, "{\"message\":{\"content\":\"a\"}"),
    ])
    func `what says nothing is neither a beginning nor an end`(dialect: Dialect, form: AnswerForm, text: String) {
        let seen = Watched(dialect, form, text)
        #expect(!seen.hasBegun && !seen.isComplete && !seen.hasError && seen.contentFrames == 0)
        #expect(Watched.bytesUntilBegun(dialect, form, text) == nil)
    }

    // MARK: What it cost

    @Test func `usage is found in every dialect`() {
        let ollama = watched(.ollamaChat).usage
        #expect(ollama.promptTokens == 26 && ollama.outputTokens == 282 && ollama.cachedTokens == nil)
        #expect(ollama.loadTime == 0.001334875 && ollama.prefillTime == 0.342546)
        #expect(ollama.decodeTime == 4.535599 && ollama.totalTime == 4.883583458)

        let openAI = watched(.openAIChat).usage
        #expect(openAI.promptTokens == 19 && openAI.outputTokens == 10)
        #expect(openAI.cachedTokens == 16 && openAI.reasoningTokens == 4)
        #expect(openAI.prefillTime == nil)

        let responses = watched(.responses).usage
        #expect(responses.promptTokens == 36 && responses.outputTokens == 87)
        #expect(responses.cachedTokens == 8 && responses.reasoningTokens == 3)

        // All of the prompt: new, put into the cache and taken from it.
        let anthropic = watched(.anthropic).usage
        #expect(anthropic.promptTokens == 130 && anthropic.cachedTokens == 100 && anthropic.outputTokens == 15)

        let llama = watched(.llamaCpp).usage
        #expect(llama.promptTokens == 30 && llama.cachedTokens == 20 && llama.prefillTime == 0.0125)
        // Written with an exponent, which nobody does for a count.
        #expect(llama.decodeTime == nil)

        #expect(watched(.completion).usage.promptTokens == 7)
        #expect(watched(.openAIWhole).usage.outputTokens == 12)
        #expect(watched(.anthropicWhole).usage.promptTokens == 12)
        #expect(watched(.ollamaWhole).usage.totalTime == 2)
        #expect(watched(.ollamaTools).usage == AnswerUsage())
    }

    @Test(arguments: ["-1", "1e3", "99999999999999999999999", "9999999999999999", "null", "\"7\"", "[7]", "{\"a\":7}"])
    func `a count that is none is left out`(value: String) {
        #expect(Watched(.ollama, .lines, "{\"eval_count\":\(value)}\n").usage == AnswerUsage())
    }

    @Test func `durations keep their digits`() {
        let seen = Watched(.openAI, .whole, #"{"timings":{"prompt_ms":0.000123456789,"predicted_ms":1234.5678901234}}"#)
        #expect(abs((seen.usage.prefillTime?.value ?? 0) - 1.23456789e-7) < 1e-12)
        #expect(abs((seen.usage.decodeTime?.value ?? 0) - 1.2345678901234) < 1e-9)
    }

    @Test func `counts of other requests' making are kept apart from ours`() {
        let text = #"{"message":{"content":"x","eval_count":5,"usage":{"prompt_tokens":6}},"done":true}"# + "\n"
        #expect(Watched(.ollama, .lines, text).usage == AnswerUsage())
    }

    // MARK: Errors

    @Test(arguments: [
        (Dialect.ollama, AnswerForm.lines, "{\"error\":\"llama runner process has terminated\"}\n"),
        (.openAI, .events, "data: {\"error\":{\"message\":\"x\",\"type\":\"api_error\"}}\n\n"),
        (.openAI, .events, "data:{\"error\":\"x\"}\n\n"),
        (.openAI, .events, "event: error\ndata: {\"type\":\"error\",\"message\":\"x\"}\n\n"),
        (.openAI, .events, "data: {\"type\":\"response.failed\",\"response\":{}}\n\n"),
        (.anthropic, .events, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n"),
        (.openAI, .whole, "{\"error\":{\"message\":\"x\"}}"), (.ollama, .whole, "{\"error\":\"x\"}"),
        (.anthropic, .whole, "{\"type\":\"error\",\"error\":{\"type\":\"api_error\"}}"),
    ])
    func `an error in the place of an answer is seen`(dialect: Dialect, form: AnswerForm, text: String) {
        let seen = Watched(dialect, form, text)
        #expect(seen.hasError && !seen.hasBegun)
        #expect(seen.isComplete == (form == .whole))
    }

    @Test func `an error in the middle is seen, whatever follows`() {
        let text = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata:{\"error\":{}}\n\ndata: [DONE]\n\n"
        let seen = Watched(.openAI, .events, text)
        #expect(seen.hasBegun && seen.hasError && seen.isComplete)
    }

    // MARK: Trouble

    @Test(arguments: [
        "{\"response\":\"a\n", "{\"response\":\"a\\\n", "{\"x\":{\"y\":[1,\n", "]]}}\n", "\"\n", "nonsense {{{\n",
        "{\"a\":" + String(repeating: "[", count: 600) + "\n", "\u{0}\u{1}\n",
    ])
    func `a line that is none spoils no other`(line: String) {
        let good = AnswerExample.ollamaGenerate.text
        let seen = Watched(.ollama, .lines, line + good)
        #expect(seen.isComplete && seen.usage.promptTokens == 5)
        let events = AnswerExample.openAIChat.text
        #expect(Watched(.openAI, .events, "data: " + line + "\n" + events).isComplete)
    }

    @Test func `an event may have its data in several lines`() {
        let text = "data: {\"type\":\ndata: \"message_stop\"\ndata: }\n\n"
        #expect(Watched(.anthropic, .events, text).isComplete)
        #expect(!Watched(.anthropic, .events, "data: {\"type\":\n\ndata: \"message_stop\"\ndata: }\n\n").isComplete)
    }

    @Test func `it is told when an event is half written`() {
        let text = Array("data: {}\n\n: x\nevent: a\ndata: {}\n\n".utf8)
        let between = text.indices.filter { Watched(.openAI, .events, Array(text[..<$0]), cuts: []).isBetweenFrames }
        #expect(between == [0, 10, 14])
        let lines = Array("{\"a\":1}\n{}\n".utf8)
        let ends = lines.indices.filter { Watched(.ollama, .lines, Array(lines[..<$0]), cuts: []).isBetweenFrames }
        #expect(ends == [0, 8])
    }

    @Test func `nesting without end is passed over`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(!Watched(.openAI, .whole, "{\"a\":" + deep + "\n{}").isComplete)
    }

    @Test func `long texts are jumped over and not kept`() {
        let text = String(repeating: "The quick brown fox. ", count: 50_000)
        let line = #"{"message":{"content":""# + text + #""},"done":true,"eval_count":3}"# + "\n"
        let seen = Watched(.ollama, .lines, line)
        #expect(seen.isComplete && seen.usage.outputTokens == 3 && seen.contentFrames == 1)
        let key = String(repeating: "k", count: 100_000)
        let bytes = Array("{\"\(key)\":true,\"done\":true}\n".utf8)
        #expect(Watched(.ollama, .lines, bytes, cuts: Array(stride(from: 0, to: bytes.count, by: 7))).isComplete)
    }

    @Test(
        arguments: [
            ("application/json", AnswerForm.whole), ("application/json; charset=utf-8", .whole),
            ("Application/X-NDJSON", .lines), ("application/jsonl", .lines),
            ("text/event-stream;charset=utf-8", .events),
            ("text/event-stream ; x", .events), ("application/json5", nil), ("text/plain", nil), ("audio/mpeg", nil),
            ("", nil), ("application/jso", nil),
        ] as [(String, AnswerForm?)]
    )
    func `the form is what the content type says`(type: String, form: AnswerForm?) {
        let bytes = Array(type.utf8)
        #expect(AnswerForm(contentType: bytes.span) == form)
    }
}
