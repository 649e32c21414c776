import Dialects
import Fleet
import TestSupport
import Testing

@testable import Router

/// What pages say of how it went lately at a backend.
@Suite struct BackendPaceTests {
    @Test func `a backend shows the newest wait and the speed of the newest whole answer`() async throws {
        let server = try await FakeBackend()
        try await onStage { stage in
            try stage.report("mini", server.address, ["practice"])
            let before = try #require(try await stage.get("/fleet/nodes").list("nodes").first?.list("backends").first)
            #expect(before["last_wait"]?.isNull == true && before["tokens_per_second"]?.isNull == true)
            for isStreamed in [true, false] {
                let body = #"{"model":"practice","prompt":"a","stream":\#(isStreamed),"options":{"num_predict":20}}"#
                #expect(try await stage.ask("/api/generate", body).status == 200)
                let shown = try #require(
                    try await stage.get("/fleet/nodes").list("nodes").first?.list("backends").first
                )
                let wait = try #require(shown["last_wait"]?.double)
                let pace = try #require(shown["tokens_per_second"]?.double)
                // Whatever the machine: no wait without a line, and no server that is faster than the fastest there is.
                #expect(wait >= 0 && pace > 0 && pace <= 20_000)
            }
        }
        await server.stop()
    }
}
