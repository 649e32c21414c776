import TestSupport
import Testing

@Suite struct TornAnswerTests {
    @Test(arguments: ["close-after=0", "close-after=2", "reset-after=0", "reset-after=2"])
    func `a torn stream is passed on up to the tear, and never gets an end`(fault: String) async throws {
        try await onScene { scene in
            let received = try await scene.everything(for: Scene.generate(fault))
            let seen = await scene.aftermath
            #expect(received.text == Scene.streamHead + seen.sentBody())
            #expect(!received.text.hasSuffix("0\r\n\r\n") && received.ending == .closed)
            #expect(seen.requests.count == 1 && seen.connectionsAccepted == 1)
        }
    }

    @Test(arguments: ["close-after=1", "reset-after=1"])
    func `a torn stream ends in a reset for a client of HTTP 1_0`(fault: String) async throws {
        try await onScene { scene in
            let received = try await scene.everything(for: Scene.generate(fault, version: "1.0"))
            #expect(received.ending == .reset)
        }
    }

    @Test func `an answer of HTTP 1_0 that ends in a reset is torn`() async throws {
        try await onScene { scene in
            let received = try await scene.everything(for: Scene.generate("http10;reset-after=1"))
            let sent = await scene.backend.seen.sentBody()
            let chunk = "\(String(sent.utf8.count, radix: 16))\r\n\(sent)\r\n"
            #expect(received.text == Scene.streamHead + chunk && received.ending == .closed)
        }
    }

    @Test(arguments: ["size", "overflow", "negative", "overlong", "line-feed", "extension", "cut"])
    func `a stream whose chunks are broken is torn before the fault`(fault: String) async throws {
        try await onScene { scene in
            let received = try await scene.everything(for: Scene.generate("chunk=\(fault)"))
            let seen = await scene.aftermath
            let sent = Array((Scene.streamHead + seen.sentBody()).utf8)
            #expect(received.text.hasPrefix(Scene.streamHead) && sent.starts(with: received.bytes))
            #expect(!received.text.hasSuffix("0\r\n\r\n") && received.ending == .closed)
            for wrong in ["zz\r\n", "FFF", "-5", "too long", "5\nhello", "5;"] {
                #expect(!received.text.contains(wrong))
            }
            #expect(seen.requests.count == 1 && seen.connectionsOpen == 0)
        }
    }

    @Test func `an answer that is shorter than its length is torn`() async throws {
        try await onScene { scene in
            let received = try await scene.everything(for: Scene.get("length=long"))
            #expect(received.text == Scene.head("200 OK", Scene.jsonType, length: 39) + Scene.json)
            #expect(received.ending == .closed)
            #expect(await scene.aftermath.requests.count == 1)
        }
    }

    @Test func `an answer that is longer than its length is cut there, and nobody gets the rest`() async throws {
        try await onScene { scene in
            try await scene.expect(
                Scene.head("200 OK", Scene.jsonType, length: 14) + #"{"version":"0."#,
                for: Scene.get("length=short")
            )
            #expect(await scene.aftermath.connectionsOpen == 0)
            try await scene.expect(Scene.whole, for: Scene.get())
            #expect(await scene.backend.seen.connectionsAccepted == 2)
        }
    }

    @Test(arguments: ["bytes", "answer"])
    func `what follows an answer reaches nobody`(excess: String) async throws {
        try await onScene { scene in
            try await scene.expect(Scene.whole, for: Scene.get("excess=\(excess)"))
            #expect(await scene.aftermath.connectionsOpen == 0)
            try await scene.expect(Scene.whole, for: Scene.get())
            #expect(await scene.backend.seen.connectionsAccepted == 2)
        }
    }
}
