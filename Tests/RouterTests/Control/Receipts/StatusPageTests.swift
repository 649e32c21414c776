import Dialects
import Fleet
import HTTPEngine
import TestSupport
import Testing

@testable import Router

@Suite struct StatusPageTests {
    @Test func `the page counts nodes, servers, models and what became of requests`() async throws {
        try await onStage({ $0.version = "1.2.3" }) { stage in
            try stage.report("mini", stage.backend.address, ["llama3", "qwen3"])
            try stage.report("attic", stage.backend.address, ["llama3"]) { $0.isReachable = false }
            let (client, peer) = try await stage.meet(Stage.post("/api/generate", #"{"model":"qwen3","prompt":"a"}"#))
            let page = try await stage.get("/fleet/status")
            #expect(page["version"] == "1.2.3" && page["keeps"] == false && (page["uptime"]?.double ?? -1) >= 0)
            #expect(page["nodes"]?["online"] == 2 && page["nodes"]?["held"] == 0)
            // The one from the settings has not been seen.
            #expect(page["backends"]?["serving"] == 1 && page["backends"]?["all"] == 3)
            #expect(page["models"]?["known"] == 2 && page["models"]?["in_memory"] == 2)
            #expect(page["requests"]?["running"] == 1 && page["requests"]?["waiting"] == 0)

            await peer.send(Stage.answer(#"{"model":"qwen3","response":"a","done":true}"#))
            _ = await client.readAnswer()
            let ended = try await stage.get("/fleet/status")["requests"]?["ended"]
            #expect(ended?["completed"] == 1)
            for end in [client, peer] { await end.close() }
            let written = try await stage.ask("POST /fleet/status HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            #expect(written.status == 405)
        }
    }
}
