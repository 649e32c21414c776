import Fleet
import Testing

@testable import Dialects

/// The table of who knows which call, and the translators, must say the same.
@Suite struct InferenceCallServerTests {
    private static let calls = InferenceCall.calls.map(\.1)
    private let stamp = AnswerStamp(id: "t", created: 0, model: "m", promptTokens: 1)

    @Test(arguments: BackendKind.allCases)
    func `what no server of a kind can be asked is known beforehand`(kind: BackendKind) throws {
        for call in Self.calls {
            let isPossible = !kind.calls.isDisjoint(with: call.inAnyWay)
            let isNative = kind.calls.contains(call.asItStands)
            #expect(isPossible == (isNative || call.translation(for: kind.calls) != nil), "\(call)")
        }
    }

    /// Each dialect's shortest request, and those that are written for another path.
    private static let bodies: [(String, String)] = [
        ("/api/chat", #"{"model":"m","messages":[{"role":"user","content":"a"}]}"#),
        ("/api/generate", #"{"model":"m","prompt":"a"}"#), ("/api/generate", #"{"model":"m","prompt":"a","raw":true}"#),
        ("/api/embed", #"{"model":"m","input":"a"}"#), ("/api/embeddings", #"{"model":"m","prompt":"a"}"#),
        ("/v1/chat/completions", #"{"model":"m","messages":[{"role":"user","content":"a"}]}"#),
        ("/v1/completions", #"{"model":"m","prompt":"a"}"#), ("/v1/embeddings", #"{"model":"m","input":"a"}"#),
        ("/v1/responses", #"{"model":"m","input":"a"}"#),
        ("/v1/messages", #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"a"}]}"#),
    ]

    @Test(arguments: bodies)
    func `a translation leads to a path that the server knows, or says that there is none`(
        path: String,
        body: String
    ) throws {
        let call = try #require(InferenceCall(path: path))
        for kind in BackendKind.allCases {
            guard let dialect = call.translation(for: kind.calls) else { continue }
            var translation = try Translation(from: call, to: dialect, traits: TargetTraits(kind), stamp: stamp)
            do throws(DialectError) {
                let request = try translation.request(Array(body.utf8).span, model: "n")
                let asked = InferenceCall(path: request.path)
                #expect(asked?.dialect == dialect, "\(kind): \(request.path)")
                #expect(asked.map { kind.calls.contains($0.asItStands) } == true, "\(kind): \(request.path)")
            } catch {
                #expect(error.status == 400 && body.contains("raw"), "\(kind): \(error.text)")
            }
        }
    }

    @Test func `chats can be served by every kind, in whatever dialect`() {
        for kind in BackendKind.allCases {
            for path in ["/api/chat", "/api/generate", "/v1/chat/completions", "/v1/responses", "/v1/messages"] {
                let call = InferenceCall(path: path)
                #expect(call.map { !kind.calls.isDisjoint(with: $0.inAnyWay) } == true, "\(kind): \(path)")
            }
        }
    }

    @Test func `what has nothing like it elsewhere is never translated`() {
        for call in Self.calls where [.tokenCount, .rerank, .image, .speech].contains(call.kind) {
            #expect(call.inAnyWay == call.asItStands && call.translation(for: .any) == nil)
        }
    }
}
