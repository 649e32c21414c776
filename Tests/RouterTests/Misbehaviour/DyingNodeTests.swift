import Fleet
import HTTPEngine
import Practice
import Router
import Routing
import TestSupport
import Testing

/// A node that dies while it is busy.
@Suite struct DyingNodeTests {
    private static let question = #"{"model":"practice","prompt":"a","stream":false,"options":{"num_predict":3}}"#

    private struct Outcome {
        let status: Int?
        let node: String?
        let attempts: Int
    }

    private static func ask(_ stage: Stage) async throws -> Outcome {
        let client = try await stage.client()
        await client.send(
            "POST /api/generate HTTP/1.1\r\nHost: a\r\nContent-Length: \(question.utf8.count)\r\n\r\n\(question)"
        )
        let answer = await client.readAnswer()
        await client.close()
        return Outcome(
            status: answer.status,
            node: answer["X-Herd-Node"],
            attempts: answer["X-Herd-Attempts"].flatMap { Int($0) } ?? 0
        )
    }

    private static func ask(_ stage: Stage, times: Int) async throws -> [Outcome] {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for _ in 0..<times { group.addTask { try await ask(stage) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private static func report(_ stage: Stage, _ node: String, _ backend: FakeBackend) throws {
        var report = BackendReport(name: node, kind: .ollama)
        report.address = backend.endpoint.description
        report.slots = 4
        report.models = [ModelReport(try #require(ModelName("practice")), .resident)]
        stage.router.desk.report(report, node: node)
    }

    @Test func `a node that dies under load costs each request at most one failed attempt, then none`() async throws {
        // It still has all it was given when it dies.
        let dying = try await FakeBackend(FakeScript(always: Misbehaviour("hang")))
        let others = [try await FakeBackend(), try await FakeBackend()]
        try await onStage({ options in
            options.backends = []
            options.policy.breakerPause = 10_000
            options.policy.breakerPauseMax = 10_000
        }) { stage in
            try Self.report(stage, "dying", dying)
            for (index, other) in others.enumerated() { try Self.report(stage, "other-\(index)", other) }
            async let underway = Self.ask(stage, times: 40)
            _ = await dying.seen { $0.requests.count >= 3 }
            await dying.stop()
            let during = try await underway
            #expect(during.allSatisfy { $0.status == 200 })
            #expect(during.allSatisfy { $0.attempts <= 2 }, "\(during.map(\.attempts))")
            #expect(during.contains { $0.attempts == 2 })
            let after = try await Self.ask(stage, times: 40)
            #expect(after.allSatisfy { $0.status == 200 && $0.attempts == 1 && $0.node != "dying" })
        }
        for other in others { await other.stop() }
    }
}
