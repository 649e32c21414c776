import HTTPEngine
import Storage
import Telemetry
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the real program keeps, however it ends.
@Suite(.serialized) struct KeepingProgramTests {
    private static let question = #"{"model":"practice","prompt":"a","options":{"num_predict":9}}"#

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func start(_ backend: FakeBackend) async throws -> Started {
        try await Started(
            [
                "--host", "127.0.0.1", "--port", "0", "--backend", "http://\(backend.address)", "--data-dir",
                folder("data"),
            ],
            announcement: "backend found"
        )
    }

    /// The file, while the program writes it or after its end.
    private func database() throws -> Database {
        try Database(path: folder("data/herd.db"), log: Logger(component: "test", sink: MemorySink()))
    }

    private func holdings(_ database: Database) async throws -> Int64 {
        try await database.read { connection throws(DatabaseError) in
            try connection.integer("SELECT count(*) FROM experience WHERE kind = 1")
        } ?? 0
    }

    @Test func `a program that is killed has kept what it had learned and whom it had answered`() async throws {
        let backend = try await FakeBackend()
        let first = try await start(backend)
        #expect(first.said.contains("learned=0"))
        for _ in 0..<3 { #expect(try await first.ask("/api/generate", Self.question).status == 200) }
        let watched = try database()
        while try await holdings(watched) == 0 { await Task.yield() }
        while await TraceStore(watched).newest(9).count < 3 { await Task.yield() }
        first.program.signal(SIGKILL)
        #expect(await first.program.wait().code == 256 + SIGKILL)
        first.group.stop()
        await watched.close()

        let second = try await start(backend)
        #expect(second.said.contains("learned=1"))
        #expect(try await second.ask("/api/generate", Self.question).status == 200)
        #expect(await second.end() == 0)
        #expect(TemporaryFolder.names(in: folder("data")) == ["herd.db", "lock"])
        let after = try database()
        #expect(await TraceStore(after).newest(9).map(\.outcome) == [.completed, .completed, .completed, .completed])
        await after.close()
        await backend.stop()
    }

    @Test func `a second program is refused the data of the first, with what to do`() async throws {
        let backend = try await FakeBackend()
        let first = try await start(backend)
        let second = try await RunningProgram(
            RunningProgram.built("herd"),
            ["--host", "127.0.0.1", "--port", "0", "--data-dir", folder("data")]
        ).wait()
        #expect(second.code == 1)
        #expect(second.said.contains("is in use by another program (process \(first.program.id))"))
        #expect(second.said.contains("choose another with --data-dir"))
        #expect(await first.end() == 0)
        await backend.stop()
    }

    @Test func `a file of a newer version ends it with what to do`() async throws {
        let log = Logger(component: "test", sink: MemorySink())
        let newer = Schema((0..<9).map { _ in "SELECT 1" })
        try await Database(path: folder("data/herd.db"), schema: newer, log: log).close()
        let herd = try await RunningProgram(
            RunningProgram.built("herd"),
            ["--host", "127.0.0.1", "--port", "0", "--data-dir", folder("data")]
        ).wait()
        #expect(herd.code == 1)
        #expect(herd.said.contains("was written by a newer version") && herd.said.contains("start the newer version"))
    }

    @Test func `where nothing can be written it says so, and listens`() async throws {
        folder.write([1], to: "data")
        let backend = try await FakeBackend()
        let herd = try await start(backend)
        #expect(herd.said.contains("what is learned lasts until the program ends"))
        #expect(try await herd.ask("/api/generate", Self.question).status == 200)
        #expect(await herd.end() == 0)
        await backend.stop()
    }
}
