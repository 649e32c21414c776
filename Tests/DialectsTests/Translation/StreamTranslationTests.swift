import Fleet
import Testing

@testable import Dialects

@Suite struct StreamTranslationTests {
    @Test(arguments: GoldenCase.streams)
    func `wherever a stream is cut it says the same`(golden: GoldenCase) throws {
        let input = golden.input
        let whole = try golden.stream(input, cuts: [])
        #expect(try golden.stream(input, cuts: Array(0...input.count)) == whole)
        // Each backend's stream has two clients; where it is cut is its reader's matter, so one of them will do.
        guard golden.call.dialect == .openAI || golden.direction == "anthropic-openai" else { return }
        for cut in 0...input.count where try golden.stream(input, cuts: [cut]) != whole {
            Issue.record("another answer when cut at \(cut)")
            return
        }
    }

    @Test(arguments: GoldenCase.streams)
    func `a client hears what the backend said`(golden: GoldenCase) throws {
        let said = Meaning.events(golden.input, golden.backend)
        guard let answer = try? ChatAnswer(said), golden.call.kind != .generate, golden.call.kind != .completion,
            !golden.isResponse, !golden.name.contains("tool-broken")
        else { return }
        // An OpenAI client that did not ask is not told what it cost.
        var request = try Translation(from: golden.call, to: golden.backend, stamp: GoldenCase.stamp)
        if golden.call.dialect == .openAI {
            let asks =
                #"{"model":"m","messages":[{"role":"user","content":"x"}],"stream_options":{"include_usage":true}}"#
            _ = try request.request(Array(asks.utf8).span)
        }
        var stream = request.stream()
        var told: [UInt8] = []
        stream.read(golden.input.span, at: 0.25)
        told += stream.output
        stream.finish(at: 0.25)
        told += stream.output
        let heard = try ChatAnswer(Meaning.events(told, golden.call.dialect))
        var (expected, actual) = (Meaning(answer), Meaning(heard))
        if expected.promptTokens == 0 { (expected, actual) = (expected.uncounted, actual.uncounted) }
        #expect(actual == expected)
    }

    @Test(arguments: GoldenCase.streams)
    func `a stream put together is the whole answer`(golden: GoldenCase) throws {
        guard let answer = try? ChatAnswer(Meaning.events(golden.input, golden.backend)),
            let body = try? Meaning.written(answer, golden.call.dialect)
        else { return }
        let whole = try Meaning.whole(body, golden.call.dialect)
        var (expected, actual) = (Meaning(answer), Meaning(whole))
        if expected.promptTokens == 0 { (expected, actual) = (expected.uncounted, actual.uncounted) }
        #expect(actual == expected)
    }

    @Test(arguments: GoldenCase.streams.filter(\.isResponse))
    func `the last event of a response holds what its answer in one piece would be`(golden: GoldenCase) throws {
        let output = String(decoding: try golden.stream(golden.input, cuts: []), as: UTF8.self)
        let frames = try output.split(separator: "\n\n").map { try JSONValue(parsing: Array($0.data.utf8)) }
        #expect(frames.map { $0["sequence_number"]?.integer } == Array(0..<frames.count))
        let last = try #require(frames.last?["response"])
        guard let answer = try? ChatAnswer(Meaning.events(golden.input, golden.backend)) else {
            #expect(last["status"] == "failed" && last["error"]?["message"]?.string != nil)
            return
        }
        let object = ResponsesObject(stamp: GoldenCase.stamp, echo: ResponsesEcho())
        #expect(try JSONValue(parsing: ResponsesAnswerWriter(object: object).write(answer, at: 0.25)) == last)
    }

    @Test(arguments: GoldenCase.streams.filter(\.isResponse))
    func `what a response says piece by piece is what its items hold at their end`(golden: GoldenCase) throws {
        let output = String(decoding: try golden.stream(golden.input, cuts: []), as: UTF8.self)
        var said: [String: String] = [:]
        for frame in output.split(separator: "\n\n") {
            let event = try JSONValue(parsing: Array(frame.data.utf8))
            let id = event["item_id"]?.string ?? ""
            if let piece = event["delta"]?.string { said[id, default: ""] += piece }
            guard event["type"]?.string?.hasSuffix(".done") == true else { continue }
            if let whole = event["text"]?.string ?? event["arguments"]?.string {
                #expect(said[id, default: ""] == whole)
            }
        }
    }

    @Test(arguments: GoldenCase.streams)
    func `no stream is both over and failed, and none is neither`(golden: GoldenCase) throws {
        for length in stride(from: 0, through: golden.input.count, by: 7) {
            var stream = try golden.translation().stream()
            let part = Array(golden.input.prefix(length))
            stream.read(part.span, at: 0.25)
            stream.finish(at: 0.25)
            #expect(stream.isComplete != (stream.failure != nil))
            #expect(stream.isOver)
        }
    }

    @Test func `what failed before anything was said can still have its own status`() throws {
        let call = InferenceCall(.openAI, .chat)
        var stream = try Translation(from: call, to: .ollama, stamp: GoldenCase.stamp).stream()
        stream.read(Array("{\"error\":\"boom\"}\n".utf8).span, at: 0.25)
        #expect(!stream.hasBegun)
        #expect(stream.failure?.text == "boom")
    }

    @Test func `a tear is told in the words of who saw it`() throws {
        let call = InferenceCall(.anthropic, .messages)
        var stream = try Translation(from: call, to: .ollama, stamp: GoldenCase.stamp).stream()
        let line = #"{"message":{"role":"assistant","content":"Hel"},"done":false}"# + "\n"
        stream.read(Array(line.utf8).span, at: 0.25)
        #expect(stream.hasBegun)
        stream.finish(at: 1, torn: DialectError(504, "The backend said nothing for 60 s"))
        #expect(stream.failure?.status == 504)
        #expect(String(decoding: stream.output, as: UTF8.self).contains("timeout_error"))
        stream.read(Array(line.utf8).span, at: 2)
        #expect(stream.output.isEmpty)
    }

    @Test func `a frame without an end is given up`() throws {
        let call = InferenceCall(.openAI, .chat)
        for backend in [Dialect.ollama, .anthropic] {
            var stream = try Translation(from: call, to: backend, stamp: GoldenCase.stamp).stream()
            let piece = Array(
                "data: \(String(repeating: "x", count: 1 << 20))".utf8.dropFirst(backend == .ollama ? 6 : 0)
            )
            for _ in 0..<20 where !stream.isOver { stream.read(piece.span, at: 0.25) }
            #expect(stream.failure?.status == 502)
        }
    }
}

extension Substring {
    /// Of an event.
    fileprivate var data: Substring { split(separator: "\n").last?.dropFirst(6) ?? "" }
}

extension Meaning {
    /// Where the backend did not count, a client may be told an estimate.
    fileprivate var uncounted: Meaning { Meaning(self) }

    private init(_ other: Meaning) {
        (thinking, text, calls, reason) = (other.thinking, other.text, other.calls, other.reason)
        (promptTokens, outputTokens) = (0, 0)
    }
}
