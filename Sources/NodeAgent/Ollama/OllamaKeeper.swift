import Discovery
import Fleet
import HTTPEngine
import Telemetry

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Keeps an Ollama running where the owner asked for that: started when nobody answers at its place, started again when it ends,
/// and ended with the agent. One that somebody else started is left alone.
///
/// `@unchecked Sendable`: everything that changes is touched on its loop only, where starting a program may take its time.
final class OllamaKeeper: @unchecked Sendable {
    private static let interval = LoopSpan(.milliseconds(500))
    /// Who runs for so long has started well.
    private static let wellAfter = Seconds(60)
    private static let usualFolders = [
        "/usr/local/bin", "/opt/homebrew/bin", "/usr/bin", "/Applications/Ollama.app/Contents/Resources",
    ]
    static let logName = "ollama.log"

    private let place: Endpoint
    private let desk: AgentDesk
    private let folder: String
    private let loop: EventLoop
    private let log: Logger
    private var child: ChildProgram?
    private var startedAt = Instant.distantPast
    private var waitsUntil = Instant.distantPast
    private var pace = RetryPace(from: LoopSpan(.seconds(1)), to: LoopSpan(.seconds(300)))
    private var isStopping = false

    init(at place: Endpoint, for desk: AgentDesk, in folder: String, on loop: EventLoop, log: Logger) {
        self.place = place
        self.desk = desk
        self.folder = folder
        self.loop = loop
        self.log = log
    }

    func start() {
        loop.spawn {
            while !self.isStopping {
                await self.look()
                await self.loop.sleep(for: Self.interval)
            }
        }
    }

    private func look() async {
        let now = AgentDesk.now
        if let end = child?.ending() {
            child = nil
            if now - startedAt >= Self.wellAfter { pace.succeeded() }
            wait(now)
            log.warning(
                "ollama has ended",
                ["how": .string(end), "said": .string("\(folder)/\(Self.logName)")]
            )
        }
        guard child == nil, now >= waitsUntil else { return }
        let isSilent = await desk.loop.ask { [desk, place] in desk.state.isSilent(at: place) }
        if isSilent, !isStopping, child == nil { launch(now) }
    }

    private func launch(_ now: Instant) {
        let path = getenv("PATH").map { String(cString: $0) }
        guard let program = ChildProgram.path(of: "ollama", path: path, also: Self.usualFolders) else {
            log.warning("ollama is to be started and is not installed (start-ollama): see https://ollama.com/download")
            return wait(now)
        }
        do throws(ChildProgram.CannotStart) {
            child = try ChildProgram(program, ["serve"], log: "\(folder)/\(Self.logName)")
            startedAt = now
            log.info("ollama is started", ["program": .string(program), "address": .string("\(place)")])
        } catch {
            log.warning("ollama cannot be started", ["program": .string(program), "reason": .string(error.reason)])
            wait(now)
        }
    }

    private func wait(_ now: Instant) {
        waitsUntil = now + Seconds(Double(pace.failed().nanoseconds) / 1e9)
    }

    /// Ends it, by force where it does not go within the deadline.
    func stop(within deadline: LoopSpan) async {
        await loop.run {
            self.isStopping = true
            guard let child = self.child else { return }
            child.signal(SIGTERM)
            let begun = EventLoop.clock()
            while child.ending() == nil {
                if EventLoop.clock().since(begun) >= deadline { child.signal(SIGKILL) }
                await self.loop.sleep(for: LoopSpan(.milliseconds(20)))
            }
            self.child = nil
        }
    }
}

extension AgentState {
    /// It was looked at, and nobody answers there.
    fileprivate func isSilent(at place: Endpoint) -> Bool {
        if unseen.contains(place) { return false }
        return book.server(at: place).map { $0.silentSince != nil } ?? true
    }
}
