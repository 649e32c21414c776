import Configuration
import Fleet
import HTTPEngine
import Learning
import Routing
import Storage
import Synchronization
import Telemetry

/// What outlives the program: opened before the router listens, written while it runs, closed last.
///
/// An actor on the database's thread: what was learned is copied under the desk's lock, which is held for that alone, and looked
/// through, encoded and written here. A router that does nothing wakes nobody: a request that ended has everything written half
/// a second later. What backends teach by themselves waits for the round, and they will say it again.
actor Keeping {
    /// From the end of a request to when it is written: what the end of the program by force may lose.
    private static let delay = LoopSpan(.milliseconds(500))
    /// How often it is looked whether something was learned without a request.
    private static let interval = LoopSpan(.seconds(5))
    private static let fileName = "herd.db"

    nonisolated let traces: TraceStore
    nonisolated let nodes: NodeStore
    nonisolated let backends: BackendStore
    nonisolated let heldNodes: HeldNodeStore
    private let experience: ExperienceStore
    private let database: Database
    /// Held until the database is closed.
    private var folder: DataFolder?
    private let log: Logger
    private var desk: Desk?
    /// Of the experience that is written.
    private nonisolated let lessonsKept = Atomic<Int>(0)
    /// A request has ended, and what is new will be written soon.
    private nonisolated let isDue = Atomic<Bool>(false)
    private nonisolated let pace: RowPace
    private nonisolated let isClosed = Atomic<Bool>(false)

    nonisolated var unownedExecutor: UnownedSerialExecutor { database.unownedExecutor }

    /// Opens the file on the calling thread. Throws where another program uses the folder, and for a file of a newer program.
    init(in path: String, rowsPerSecondMax: UInt64 = RowPace.usual, log: Logger) throws {
        pace = RowPace(perSecond: rowsPerSecondMax)
        let folder = try DataFolder(path)
        self.folder = folder
        self.log = log
        database = try Database(path: folder(Self.fileName), log: log)
        experience = ExperienceStore(database, log: log)
        traces = TraceStore(database)
        nodes = NodeStore(database)
        backends = BackendStore(database)
        heldNodes = HeldNodeStore(database)
    }

    /// Tells the desk what earlier runs learned, before any backend is met.
    func load(into desk: Desk) async {
        let archive = await experience.load()
        desk.remember(archive)
        self.desk = desk
        if await database.isKept {
            log.info("data folder", ["path": .string(database.path), "learned": .int(archive.holdings.count)])
        }
    }

    /// What is written outlives the program.
    nonisolated var isKept: Bool { get async { await database.isKept } }

    /// For commands on this machine, which find the router by its folder.
    func announce(_ address: String) {
        folder?.announce(address)
    }

    /// Until it is closed.
    nonisolated func startRound(for desk: Desk, on loop: EventLoop) {
        loop.spawn {
            while !self.isClosed.load(ordering: .relaxed) {
                await loop.sleep(for: Self.interval)
                if self.hasNews(of: desk) { await self.save() }
            }
        }
    }

    private nonisolated func hasNews(of desk: Desk) -> Bool {
        traces.hasWaiting || desk.lessons != lessonsKept.load(ordering: .relaxed)
    }

    /// Writes what is new.
    private func save() async {
        await traces.flush()
        guard let (learned, fleet) = desk?.read({ dispatcher, _ in (dispatcher.experience, dispatcher.fleet) }) else {
            return
        }
        if learned.lessons == lessonsKept.load(ordering: .relaxed) { return }
        guard await experience.save(learned.archived(fleet)) else { return }
        lessonsKept.store(learned.lessons, ordering: .relaxed)
    }

    /// Writes what is new for the last time, and gives the folder back.
    func close() async {
        isClosed.store(true, ordering: .relaxed)
        await save()
        await database.close()
        folder = nil
    }

    // MARK: Requests

    /// For what is to be kept of a request; nil where too many leave a row already.
    nonisolated func trace(of exchange: Exchange) -> RequestTrace? {
        pace.admits(at: exchange.startedAt) ? RequestTrace(of: exchange) : nil
    }

    /// Requests of which no row is left: there were too many at once, or they could not be written.
    nonisolated var leftOutCount: Int { pace.leftOutCount + traces.droppedCount }

    /// A request has ended, however it did. From its loop.
    nonisolated func keep(_ request: RequestTrace, _ exchange: Exchange) {
        request.end(exchange)
        let isBatch = traces.add(request)
        let loop = exchange.loop
        if isBatch { loop.spawn { await self.traces.flush() } }
        if isDue.load(ordering: .relaxed) || isDue.exchange(true, ordering: .relaxed) { return }
        loop.spawn {
            await loop.sleep(for: Self.delay)
            self.isDue.store(false, ordering: .relaxed)
            await self.save()
        }
    }
}
