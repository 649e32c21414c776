import Configuration
import Fleet
import HTTPEngine
import Learning
import Routing
import Storage
import Telemetry
import TestSupport
import Testing

@testable import Router

/// What a router knows after it was started again.
@Suite struct KeepingTests {
    private static let stream = #"{"model":"practice","prompt":"a","options":{"num_predict":9}}"#

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func ask(_ kept: KeptStage, times: Int = 5) async throws {
        for _ in 0..<times { #expect(try await kept.ask("/api/generate", Self.stream).status == 200) }
        // The client has its answer a moment before the desk hears of its end.
        await kept.stage.untilSettled()
    }

    /// What is known of the practice model on the one backend.
    private func record(_ kept: KeptStage) throws -> LatencyHistory.Record {
        let record = kept.desk.read { dispatcher, _ -> LatencyHistory.Record? in
            let model = ModelName("practice").flatMap { dispatcher.fleet.model(named: $0) }
            let holding = model.flatMap { dispatcher.fleet.holdings(of: $0).first }
            return holding.flatMap { dispatcher.experience.latency.record(of: $0) }
        }
        return try #require(record)
    }

    private func archive(_ kept: KeptStage) -> Archive {
        kept.desk.read { dispatcher, _ in dispatcher.experience.archived(dispatcher.fleet) }
    }

    /// Why no router can be made for the folder.
    private var refusalOfAnother: (any Error)? {
        var options = RouterOptions()
        options.dataDir = folder("data")
        do {
            _ = try RouterService(options, log: Logger(component: "test", sink: MemorySink()))
            return nil
        } catch {
            return error
        }
    }

    @Test func `a router that is started again knows what it had learned, under other numbers`() async throws {
        var before = LatencyHistory.Record()
        try await onKeptStage(in: folder) { kept in
            try kept.report()
            try await ask(kept)
            before = try record(kept)
            #expect(before.decode.weight > 0)
        }
        try await onKeptStage(in: folder) { kept in
            var other = BackendReport(name: "p", kind: .ollama)
            other.models = [ModelReport(try #require(ModelName("other")), .resident)]
            kept.desk.report(other, node: "studio")
            try kept.report()
            #expect(try record(kept) == before)
        }
    }

    @Test func `what is known of nodes that stay away outlasts many starts`() async throws {
        var first = Archive()
        try await onKeptStage(in: folder) { kept in
            try kept.report()
            try await ask(kept)
            first = archive(kept)
        }
        #expect(first.holdings.count == 1)
        for _ in 0..<2 {
            try await onKeptStage(in: folder) { kept in
                let now = archive(kept)
                #expect(now.holdings == first.holdings && now.backends == first.backends && now.models == first.models)
                // Something else is learned meanwhile.
                try kept.report(model: "other")
                _ = try await kept.ask("/api/generate", Self.stream.replacing("practice", with: "other"))
            }
        }
        try await onKeptStage(in: folder) { kept in
            try kept.report()
            #expect(try record(kept) == first.holdings.first?.value.latency)
        }
    }

    @Test func `a damaged file is set aside, and the router goes on`() async throws {
        try await onKeptStage(in: folder) { kept in
            try kept.report()
            try await ask(kept)
        }
        let garbage = [UInt8](repeating: 0xA5, count: 8192)
        folder.write(garbage, to: "data/herd.db")
        let rows = try await onKeptStage(in: folder) { kept in
            let said = kept.stage.log.lines.filter { $0.contains("was renamed and an empty one begun") }
            #expect(said.count == 1)
            #expect(archive(kept).holdings.isEmpty)
            try kept.report()
            try await ask(kept, times: 2)
        }
        #expect(rows.count == 2)
        #expect(folder.bytes(of: "data/herd.db.damaged-1") == garbage)
    }

    @Test func `where nothing can be written the log says so once, and the router works`() async throws {
        folder.write([1], to: "data")
        try await onKeptStage(in: folder) { kept in
            try kept.report()
            try await ask(kept)
            let said = kept.stage.log.lines.filter { $0.contains("what is learned lasts until the program ends") }
            #expect(said.count == 1)
        }
        #expect(folder.names == ["data"])
    }

    @Test func `a file of a newer version stops the start, and is left as it is`() async throws {
        let log = Logger(component: "test", sink: MemorySink())
        let newer = Schema((0..<9).map { _ in "SELECT 1" })
        try await Database(path: folder("data/herd.db"), schema: newer, log: log).close()
        let before = folder.bytes(of: "data/herd.db")
        let error = refusalOfAnother as? DatabaseError
        #expect(error?.kind == .newer && error?.description.contains("start the newer version") == true)
        #expect(folder.bytes(of: "data/herd.db") == before)
    }

    @Test func `a second router is refused the first one's folder, and gets it when that has stopped`() async throws {
        try await onKeptStage(in: folder) { kept in
            let second = refusalOfAnother
            #expect(second is DataFolder.Taken)
            try kept.report()
            try await ask(kept, times: 1)
        }
        try await onKeptStage(in: folder) { kept in
            let known = archive(kept)
            #expect(known.holdings.count == 1)
        }
    }

    @Test func `after a stop there is one file, with everything in it`() async throws {
        let rows = try await onKeptStage(in: folder) { kept in
            try kept.report()
            try await ask(kept)
        }
        #expect(rows.count == 5)
        #expect(TemporaryFolder.names(in: folder("data")) == ["herd.db", "lock"])
        #expect(folder.mode(of: "data") == 0o700 && folder.mode(of: "data/herd.db") == 0o600)
    }
}
