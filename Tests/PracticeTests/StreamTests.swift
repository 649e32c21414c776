import Dialects
import Testing

@testable import Practice

/// What holds for every dialect alike.
@Suite struct StreamTests {
    private struct Endpoint: Sendable {
        let path: String
        let body: String
        let piece: @Sendable (JSONValue) -> String?
        let whole: @Sendable (JSONValue) -> String?
    }

    private static let endpoints = [
        Endpoint(
            path: "/api/chat",
            body: #""messages":[{"role":"user","content":"PROMPT"}]"#,
            piece: { $0["message"]?["content"]?.string },
            whole: { $0["message"]?["content"]?.string }
        ),
        Endpoint(
            path: "/api/generate",
            body: #""prompt":"PROMPT""#,
            piece: { $0["response"]?.string },
            whole: { $0["response"]?.string }
        ),
        Endpoint(
            path: "/v1/chat/completions",
            body: #""messages":[{"role":"user","content":"PROMPT"}]"#,
            piece: { $0["choices"]?[0]?["delta"]?["content"]?.string },
            whole: { $0["choices"]?[0]?["message"]?["content"]?.string }
        ),
        Endpoint(
            path: "/v1/completions",
            body: #""prompt":"PROMPT""#,
            piece: { $0["choices"]?[0]?["text"]?.string },
            whole: { $0["choices"]?[0]?["text"]?.string }
        ),
        Endpoint(
            path: "/v1/messages",
            body: #""max_tokens":2000,"messages":[{"role":"user","content":"PROMPT"}]"#,
            piece: { $0["delta"]?["text"]?.string },
            whole: { $0["content"]?[0]?["text"]?.string }
        ),
    ]

    @Test(arguments: endpoints.indices)
    func `the pieces of a stream are the answer in one piece`(index: Int) throws {
        let endpoint = Self.endpoints[index]
        for round in 0..<60 {
            let length: PracticeText.Length? =
                round % 3 == 0 ? nil : round % 3 == 1 ? .atMost(round) : .exactly(round * 7)
            let body = endpoint.body.replacing("PROMPT", with: "prompt \(round)")
            let streamed = Ask("POST", endpoint.path, #"{"model":"practice","stream":true,\#(body)}"#, length: length)
            let whole = Ask("POST", endpoint.path, #"{"model":"practice","stream":false,\#(body)}"#, length: length)
            let isLines = streamed.reply.contentType == "application/x-ndjson"
            let pieces = try isLines ? streamed.lines : streamed.events.map(\.data)
            #expect(try pieces.compactMap(endpoint.piece).joined() == endpoint.whole(whole.json))
            #expect(streamed.frames.reduce(.zero) { $0 + $1.delay } == whole.delay)
        }
    }

    @Test func `the same prompt gets the same answer, another gets another`() throws {
        let texts = try (0..<30).map { number in
            try Ask("POST", "/api/generate", #"{"model":"practice","stream":false,"prompt":"p\#(number % 15)"}"#).json[
                "response"
            ]?.string
        }
        #expect(Array(texts[..<15]) == Array(texts[15...]))
        #expect(Set(texts).count > 10)
    }

    @Test func `frames are made only as they are asked for`() {
        let ask = Ask("POST", "/api/generate", #"{"model":"practice","prompt":"a"}"#, length: .exactly(.max))
        guard case .stream(let stream) = ask.reply.body else {
            Issue.record("not a stream")
            return
        }
        var iterator = stream.makeIterator()
        for _ in 0..<10 { #expect(iterator.next() != nil) }
    }
}
