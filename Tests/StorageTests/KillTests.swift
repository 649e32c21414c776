import TestSupport
import Testing

@testable import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct KillTests {
    private let folder: TemporaryFolder
    private let log = LogLines()

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `a program killed in the middle of a write keeps all that was written before`() async throws {
        let path = folder("herd.sqlite")
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let database = try Database(path: path, log: LogLines().logger)
            let traces = TraceStore(database, time: StillTime())
            let experience = ExperienceStore(database, time: StillTime(), log: LogLines().logger)
            await experience.save(Sample.archive())
            for number in 1...1_000 { traces.add(Sample.trace(number)) }
            await traces.flush()
            try await database.write { connection throws(DatabaseError) in
                try Sample.trace(1_001).insert(into: connection)
                try connection.run("DELETE FROM experience")
                kill(getpid(), SIGKILL)
            }
        }
        #expect(folder.names.contains("herd.sqlite-wal"), "nobody tidied up")
        let database = try Database(path: path, log: log.logger)
        let traces = TraceStore(database, time: StillTime())
        let experience = ExperienceStore(database, time: StillTime(), log: log.logger)
        #expect(await traces.newest(5_000) == (1...1_000).reversed().map { Sample.trace($0) })
        #expect(await experience.load() == Sample.archive())
        #expect(log.all == [])
    }

    @Test func `a log cut at any place gives the writes before it, each whole or not at all`() async throws {
        let database = try Database(path: folder("herd.sqlite"), schema: Sample.schema, log: log.logger)
        for batch in 1...5 {
            try await database.write { connection throws(DatabaseError) in
                for _ in 0..<batch * 40 {
                    try connection.run("INSERT INTO things (name) VALUES (?)", .text("thing of batch \(batch)"))
                }
            }
        }
        let (file, wal) = (folder.bytes(of: "herd.sqlite"), folder.bytes(of: "herd.sqlite-wal"))
        let whole: Set<Int64?> = [nil, 0, 40, 120, 240, 400, 600]
        var seen: Set<Int64?> = []
        for cut in Array(stride(from: 0, through: wal.count, by: 2053)) + [wal.count] {
            folder.write(file, to: "copy.sqlite")
            folder.write(Array(wal.prefix(cut)), to: "copy.sqlite-wal")
            let copy = try Database(path: folder("copy.sqlite"), schema: Sample.schema, log: log.logger)
            let count = try await copy.read { connection throws(DatabaseError) in
                try connection.integer("SELECT count(*) FROM things")
            }
            #expect(whole.contains(count), "cut at \(cut)")
            seen.insert(count)
            await copy.close()
        }
        #expect(seen.isSuperset(of: [0, 40, 120, 240, 400, 600]))
        #expect(log.all == [])
    }
}
