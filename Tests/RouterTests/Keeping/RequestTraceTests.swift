import Fleet
import HTTPEngine
import Routing
import Storage
import TestSupport
import Testing

@testable import Router

/// However a request for inference ends, it leaves one row.
@Suite struct RequestTraceTests {
    private static let stream = #"{"model":"practice","prompt":"a","options":{"num_predict":3}}"#
    private static let whole = #"{"model":"practice","prompt":"a","stream":false,"options":{"num_predict":3}}"#

    @Test func `a stream says when it began and how long it was`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report()
            let answer = try await kept.ask("/api/generate", Self.stream, "X-Request-Id: mine\r\n")
            #expect(answer.status == 200)
        }
        let row = try #require(rows.first)
        #expect(rows.count == 1)
        #expect(row.request == "mine" && row.outcome == .completed && row.status == 200)
        #expect(row.model?.text == "practice:latest" && row.node == "mini" && row.backend == "o")
        #expect(row.attempts == 1 && row.outputTokens == 3 && (row.promptTokens ?? 0) > 0)
        let first = try #require(row.timeToFirstToken)
        #expect(first > .zero && first <= row.duration && row.waited < row.duration)
    }

    @Test func `of an answer in one piece it is not known when it began`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report()
            #expect(try await kept.ask("/api/generate", Self.whole).status == 200)
        }
        #expect(rows.count == 1)
        #expect(rows.first?.timeToFirstToken == nil && rows.first?.outputTokens == 3)
    }

    @Test func `what is only passed on, before any backend has said what it has, leaves no row`() async throws {
        let rows = try await onKeptStage { kept in
            #expect(try await kept.ask("/api/generate", Self.whole).status == 200)
            _ = try await kept.ask("/api/version", "")
        }
        #expect(rows.isEmpty)
    }

    @Test func `a request for a model that only a silent backend may have leaves one`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report(model: "other")
            #expect(try await kept.ask("/api/generate", Self.whole).status == 200)
        }
        #expect(rows.map(\.outcome) == [.completed])
        #expect(rows.first?.model?.text == "practice:latest" && rows.first?.node == "127.0.0.1")
    }

    @Test func `what is refused says with which status`() async throws {
        let rows = try await onKeptStage({ $0.backends = [] }) { kept in
            try kept.report()
            _ = try await kept.ask("/api/chat", #"{"model":"nope","messages":[{}]}"#)
            _ = try await kept.ask("/api/chat", "{")
            _ = try await kept.ask("/api/chat", #"{"messages":[{}]}"#)
            _ = try await kept.ask("/api/generate", Self.whole, "X-Herd-Labels: gpu\r\n")
        }
        #expect(rows.map(\.outcome) == [.refused, .refused, .refused, .refused])
        #expect(rows.map(\.status) == [404, 400, 400, 400])
        #expect(rows.map(\.model?.text) == ["nope:latest", nil, nil, "practice:latest"])
        #expect(rows.map(\.node) == [nil, nil, nil, nil] && rows.map(\.attempts) == [0, 0, 0, 0])
        #expect(Set(rows.map(\.client)).count == 1)
    }

    @Test func `an answer that breaks off has failed, with what came of it`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report()
            let client = try await kept.client("/api/generate", Self.stream, "X-Fake: close-after=2\r\n")
            _ = await client.readAll()
        }
        #expect(rows.map(\.outcome) == [.failed])
        #expect(rows.first?.status == 200 && rows.first?.node == "mini" && rows.first?.attempts == 1)
    }

    @Test func `an answer that says itself that it failed has failed`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report()
            #expect(try await kept.ask("/api/generate", Self.stream, "X-Fake: fail-after=1\r\n").status == 200)
        }
        #expect(rows.map(\.outcome) == [.failed])
        #expect(rows.first?.status == 200)
    }

    @Test func `a refusal of the only backend is a failure with its status`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report()
            #expect(try await kept.ask("/api/generate", Self.whole, "X-Fake: status=503\r\n").status == 503)
        }
        #expect(rows.map(\.outcome) == [.failed])
        #expect(rows.first?.status == 503 && rows.first?.timeToFirstToken == nil)
    }

    @Test func `a client that leaves cancels, running or in the line`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report(slots: 1)
            let running = try await kept.client("/api/generate", Self.stream, "X-Fake: hang\r\n")
            await kept.until { $0.ticketCount == 1 && $0.waiting == 0 }
            let waiting = try await kept.client("/api/generate", Self.stream)
            await kept.until { $0.waiting == 1 }
            await waiting.reset()
            await kept.until { $0.ticketCount == 1 }
            await running.reset()
            await kept.until { $0.ticketCount == 0 }
        }
        #expect(rows.map(\.outcome) == [.cancelled, .cancelled])
        #expect(rows.map(\.status) == [0, 0])
        #expect(rows.map(\.node) == [nil, "mini"])
        #expect(rows.map(\.attempts) == [0, 1])
    }

    @Test func `who waits in vain has expired`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report(slots: 1)
            let running = try await kept.client("/api/generate", Self.stream, "X-Fake: hang\r\n")
            await kept.until { $0.ticketCount == 1 && $0.waiting == 0 }
            let answer = try await kept.ask("/api/generate", Self.stream, "X-Herd-Deadline: 50ms\r\n")
            #expect(answer.status == 503)
            await running.reset()
        }
        #expect(rows.map(\.outcome) == [.expired, .cancelled])
        #expect(rows[0].status == 503 && rows[0].waited >= .milliseconds(50) && rows[0].waited <= rows[0].duration)
    }

    @Test func `what a stop cuts off is a row like any other`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report()
            _ = try await kept.client("/api/generate", Self.stream, "X-Fake: hang\r\n")
            await kept.until { $0.ticketCount == 1 && $0.waiting == 0 }
        }
        #expect(rows.map(\.outcome) == [.cancelled])
    }

    @Test func `more than are written at once are all written, each once`() async throws {
        let rows = try await onKeptStage { kept in
            try kept.report(slots: 64)
            let stage = kept.stage
            try await withThrowingTaskGroup { tasks in
                for part in 0..<8 {
                    tasks.addTask {
                        let client = try await stage.client()
                        for number in 0..<150 {
                            let body = #"{"model":"nope","prompt":"a"}"#
                            await client.send(
                                "POST /v1/embeddings HTTP/1.1\r\nHost: a\r\nX-Request-Id: \(part)-\(number)\r\n"
                                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                            )
                            _ = await client.readAnswer()
                        }
                        await client.close()
                    }
                }
                try await tasks.waitForAll()
            }
        }
        #expect(rows.count == 1_200)
        #expect(Set(rows.map(\.request)).count == 1_200)
    }

    @Test func `without a data folder nothing is kept and nothing is missing`() async throws {
        let folder = try TemporaryFolder()
        let backend = try await FakeBackend()
        let kept = try await KeptStage(folder, backend) { $0.dataDir = nil }
        try kept.report()
        #expect(try await kept.ask("/api/generate", Self.whole).status == 200)
        await kept.stop()
        await backend.stop()
        #expect(folder.names == [])
    }
}
