import Dialects
import HTTPEngine
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The two real programs, one of which is stopped for a while as sleep would stop it.
@Suite(.serialized) struct SleepProgramTests {
    @Test func `a node that wakes up is there again, with its owner's pause over if that ended meanwhile`() async throws
    {
        let backend = try await FakeBackend()
        let herding = try await Herding(["--late-after", "3s", "--offline-after", "8s"])
        let node = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        #expect(try await herding.owner("pause", of: "studio", ["--for", "5s"]).code == 0)
        try await herding.until("studio") { $0["state"]?.string == "paused" }
        node.signal(SIGSTOP)
        try await herding.until("studio") { $0["state"]?.string == "offline" }
        node.signal(SIGCONT)
        try await herding.untilServing("studio")
        #expect(try await herding.generate()["X-Herd-Node"] == "studio")
        node.signal(SIGTERM)
        let said = await node.wait().said
        #expect(said.contains("awake again") && !said.contains("no router answers"))
        await herding.end([])
        await backend.stop()
    }

    @Test func `a router that wakes up takes nobody for offline whom it could not hear, and serves who waited`()
        async throws
    {
        let backend = try await FakeBackend()
        let herding = try await Herding(["--late-after", "1s", "--offline-after", "2s"])
        let node = try herding.node("studio", backend: backend)
        _ = await node.read(until: "joined")
        try await herding.untilServing("studio")
        herding.router.signal(SIGSTOP)
        // Both are heard first thing after the sleep.
        let looking = try await herding.asking("/fleet/nodes")
        let client = try await herding.streaming(words: 3)
        _ = await node.read(until: "no router answers")
        herding.router.signal(SIGCONT)
        let nodes = try JSONValue(parsing: await looking.readAnswer().body)["nodes"]?.array
        #expect(nodes?.count == 1 && nodes?[0]["state"]?.string != "offline")
        let answer = await client.readAnswer()
        #expect(answer.status == 200 && answer["X-Herd-Node"] == "studio")
        _ = await node.read(until: "joined")
        try await herding.untilServing("studio")
        for peer in [looking, client] { await peer.close() }
        await herding.end([node])
        await backend.stop()
    }
}
