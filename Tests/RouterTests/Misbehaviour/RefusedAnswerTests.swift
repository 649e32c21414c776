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
            try await scene.expect(failure, for: Scene.get(fault))
            let seen = await scene.aftermath
            #expect(seen.requests.count == 1 && seen.connectionsOpen == 0)
            try await scene.expect(Scene.whole, for: Scene.get())
        }
    }

    @Test(arguments: ["close", "reset"])
    func `a connection that ends without an answer is a 502, and nothing is sent anew`(ending: String) async throws {
        try await onScene { scene in
            let failure = Scene.failure("502 Bad Gateway", "The backend closed the connection without an answer")
            try await scene.expect(failure, for: Scene.get("drop=\(ending)"))
            let seen = await scene.aftermath
            #expect(seen.requests.count == 1 && seen.connectionsAccepted == 1)
        }
    }
}
