import Fleet
import HTTPEngine
import Routing
import Storage
import Telemetry
import TestSupport
import Testing

@testable import Router

/// A router with a data folder, in front of a practice backend that tells the router what it has only when the test says so.
final class KeptStage {
    let folder: TemporaryFolder
    let backend: FakeBackend
    let stage: Stage

    var desk: Desk { stage.router.desk }

    init(_ folder: TemporaryFolder, _ backend: FakeBackend, _ change: (inout RouterOptions) -> Void) async throws {
        self.folder = folder
        self.backend = backend
        stage = try await Stage { options in
            options.dataDir = folder("data")
            options.backends = [backend.endpoint]
            options.rowsPerSecondMax = .max
            options.server.stopDeadline = .milliseconds(10)
            change(&options)
        }
    }

    /// As an agent would.
    func report(slots: Int = 4, model: String = "practice") throws {
        var report = BackendReport(name: "o", kind: .ollama)
        report.address = "http://\(backend.address)"
        report.slots = slots
        report.models = [ModelReport(try #require(ModelName(model)), .resident)]
        desk.report(report, node: "mini")
    }

    func client(_ path: String, _ body: String, _ fields: String = "") async throws -> RawPeer {
        let client = try await stage.client()
        await client.send(
            "POST \(path) HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        return client
    }

    func ask(_ path: String, _ body: String, _ fields: String = "") async throws -> RawAnswer {
        let client = try await client(path, body, fields)
        let answer = await client.readAnswer()
        await client.close()
        return answer
    }

    func until(_ isMet: (Dispatcher) -> Bool) async {
        while !desk.read({ dispatcher, _ in isMet(dispatcher) }) { await Task.yield() }
    }

    func stop() async {
        _ = await stage.router.stop()
        stage.router.end()
        await stage.backend.close()
        stage.group.stop()
    }

    /// The rows of a router that has stopped, the oldest first.
    static func traces(in folder: TemporaryFolder) async throws -> [Trace] {
        let log = Logger(component: "test", sink: MemorySink())
        let database = try Database(path: folder("data/herd.db"), log: log)
        let traces = await TraceStore(database).newest(10_000)
        await database.close()
        return traces.reversed()
    }
}

/// Plays with a router from its start to its stop, then answers which rows it left.
@discardableResult
func onKeptStage(
    in folder: TemporaryFolder? = nil,
    _ change: (inout RouterOptions) -> Void = { _ in },
    _ play: (KeptStage) async throws -> Void
) async throws -> [Trace] {
    let folder = try folder ?? TemporaryFolder()
    let backend = try await FakeBackend()
    let kept = try await KeptStage(folder, backend, change)
    do {
        try await play(kept)
    } catch {
        Issue.record(error)
    }
    await kept.stop()
    await backend.stop()
    return try await KeptStage.traces(in: folder)
}
