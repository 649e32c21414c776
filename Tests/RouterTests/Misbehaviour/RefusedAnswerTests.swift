import TestSupport
import Testing

@Suite struct RefusedAnswerTests {
    @Test(arguments: [
        "length=both", "length=repeated", "length=negative", "head=fold", "head=line-feed", "head=nul", "head=space",
        "head=status", "head=version", "head=foreign", "head-bytes=70000", "head-fields=300", "interim=101",
    ])
    func `an answer that is not HTTP as it must be is a 502`(fault: String) async throws {
        try await onScene { scene in
            let failure = Scene.failure("502 Bad Gateway", "The backend's answer is not valid HTTP")
            #expect(try await scene.answer(to: Scene.get(fault)) == failure)
            let seen = await scene.backend.seen { $0.connectionsOpen == 0 }
            #expect(seen.requests.count == 1 && seen.connectionsOpen == 0)
            #expect(try await scene.answer(to: Scene.get()) == Scene.whole)
        }
    }

    @Test(arguments: ["close", "reset"])
    func `a connection that ends without an answer is a 502, and nothing is sent anew`(ending: String) async throws {
        try await onScene { scene in
            let failure = Scene.failure("502 Bad Gateway", "The backend closed the connection without an answer")
            #expect(try await scene.answer(to: Scene.get("drop=\(ending)")) == failure)
            let seen = await scene.backend.seen { $0.connectionsOpen == 0 }
            #expect(seen.requests.count == 1 && seen.connectionsAccepted == 1)
        }
    }
}
