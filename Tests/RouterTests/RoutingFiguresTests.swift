import Fleet
import HTTPEngine
import Router
import TestSupport
import Testing

/// What a scrape sees of routing.
@Suite struct RoutingFiguresTests {
    private func page(_ stage: Stage) async throws -> [Substring] {
        let client = try await stage.client()
        await client.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = await client.readAnswer()
        await client.close()
        return answer.text.split(separator: "\n")
    }

    private static let chat =
        #"{"model":"practice","messages":[{"role":"user","content":"a"}],"options":{"num_predict":2}}"#

    @Test func `requests, attempts and waits are on the page, by the names of their backends`() async throws {
        let backend = try await FakeBackend()
        try await onStage({ $0.backends = [] }) { stage in
            let nobody = ReservedPort()
            try stage.report("gone", nobody.address, resident: ["practice:latest"])
            try stage.report("a \"b\"\\", backend.address, resident: ["practice:latest"], onDisk: ["other"])
            for _ in 0..<2 { #expect(try await stage.ask("/api/chat", Self.chat).status == 200) }
            #expect(try await stage.ask("/api/chat", #"{"model":"x","messages":[{}]}"#).status == 404)
            let page = try await page(stage)
            let place = #"node="a \"b\"\\",backend="a \"b\"\\-b""#
            let gone = #"node="gone",backend="gone-b""#
            for line in [
                #"herd_routed_requests_total{outcome="completed"} 2"#,
                #"herd_routed_requests_total{outcome="refused_model_unknown"} 1"#,
                #"herd_requests_waiting{priority="normal"} 0"#,
                "herd_attempts_total{\(place)} 2", "herd_attempts_ended_total{\(place),end=\"completed\"} 2",
                "herd_breaker_state{\(place)} 0", "herd_model_slots{\(place),model=\"practice:latest\"} 4",
                #"herd_queue_wait_seconds_count{priority="normal"} 2"#, "herd_time_to_first_token_seconds_count 2",
                #"herd_nodes{state="online"} 2"#, #"herd_nodes{state="offline"} 0"#,
                "herd_loads_begun_total{\(place),cause=\"order\"} 0",
            ] {
                #expect(page.contains { $0 == line }, "\(line)")
            }
            let failed = page.first { $0.hasPrefix("herd_attempts_ended_total{\(gone),end=\"connection\"} ") }
            #expect(failed != nil)
            #expect(!page.contains { $0.contains("model=\"other\"") })
        }
        await backend.stop()
    }

    @Test func `a large fleet does not make a large page`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            for index in 0..<600 { try stage.report("n\(index)", stage.backend.address, resident: ["m"]) }
            let page = try await page(stage)
            #expect(page.count { $0.hasPrefix("herd_breaker_state{") } == 512)
            #expect(page.count { $0.hasPrefix("herd_attempts_total{") } == 513)
            #expect(page.contains { $0 == #"herd_attempts_total{node="other",backend="other"} 0"# })
            #expect(page.contains { $0 == #"herd_nodes{state="online"} 600"# })
        }
    }
}
