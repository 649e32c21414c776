import Dialects
import Discovery
import Fleet
import HTTPEngine
import Probing
import Telemetry

/// The one place where the agent's parts tell what they found, and where the owner and the router are told of it.
///
/// `@unchecked Sendable`: everything that changes is touched on the loop only; what comes from elsewhere is posted there.
final class AgentDesk: @unchecked Sendable {
    let loop: EventLoop
    let bell: Bell
    var state: AgentState
    private let log: Logger
    private let folder: AgentFolder
    /// Writes to the disk, which may sleep.
    private let writer: EventLoop
    private var written: JSONObject?
    /// Which the log knows.
    private var otherRouters: [Endpoint] = []
    private var seenRouters: Set<Endpoint> = []
    private static let seenRoutersMax = 128
    /// Named by the owner, and silent from the start: the log knows.
    private var missed: Set<Endpoint> = []

    init(_ state: AgentState, in folder: AgentFolder, on loop: EventLoop, writer: EventLoop, log: Logger) {
        self.state = state
        self.folder = folder
        self.loop = loop
        self.writer = writer
        self.log = log
        bell = Bell(on: loop)
    }

    static var now: Instant { Instant(nanoseconds: Int64(EventLoop.clock().nanoseconds)) }

    // MARK: Sleep

    /// Looks again and again, so that nobody waits for anything after the machine woke up.
    func watchForSleep() async {
        while true {
            noticeSleep()
            await loop.sleep(for: LoopSpan(SleepNotice.interval))
        }
    }

    /// Answers how often the machine woke up so far. Asked before anything is said of it, too: whoever comes first after a sleep
    /// notices it.
    @discardableResult
    func noticeSleep() -> Int {
        if let slept = state.look(at: Instant(nanoseconds: Int64(SystemTime().uptimeWithSleep.wholeNanoseconds))) {
            log.info("awake again: the machine or this program did not run", ["for": .duration(.seconds(slept.value))])
            bell.ring()
        }
        return state.wakings
    }

    // MARK: What is found

    /// What was found at a place.
    func take(_ finding: ProbeFinding, of endpoint: Endpoint) -> ServerBook.Look {
        let (look, news) = state.book.take(finding, of: endpoint, at: Self.now)
        if state.unseen.remove(endpoint) != nil, state.unseen.isEmpty { bell.ring() }
        if case .silent(let reason) = finding, news == .none { miss(endpoint, reason) }
        switch news {
        case .none: return look
        case .models, .gone: break
        case .found: announce(endpoint)
        case .lost(let reason):
            log.info(
                "an inference server does not answer",
                ["address": .string("\(endpoint)"), "reason": .string(reason)]
            )
        }
        bell.ring()
        show()
        return look
    }

    /// Where nobody is at a usual port nothing is wrong; where the owner named a server, something is.
    private func miss(_ endpoint: Endpoint, _ reason: String) {
        guard state.options.backends.contains(endpoint), state.book.server(at: endpoint) == nil,
            missed.insert(endpoint).inserted
        else { return }
        log.warning(
            "an inference server that was named does not answer; it is asked on",
            ["address": .string("\(endpoint)"), "reason": .string(reason)]
        )
    }

    private func announce(_ endpoint: Endpoint) {
        guard let report = state.book.server(at: endpoint)?.report else { return }
        log.info(
            "an inference server",
            [
                "name": .string(report.name), "address": .string("\(endpoint)"),
                "models": .int(report.models?.count ?? 0),
            ]
        )
    }

    /// How the machine is. What concerns its owner or its health is said at once.
    func take(_ snapshot: Snapshot) {
        let before = state.snapshot
        state.snapshot = snapshot
        let policy = state.options.policy
        let isNews =
            before.busy(policy) != snapshot.busy(policy) || before.thermal != snapshot.thermal
            || before.memory?.pressure != snapshot.memory?.pressure
        if isNews {
            bell.ring()
            show()
        }
    }

    /// How we stand with the router: said once, and again when it changes.
    func stand(_ standing: Standing) {
        let isNews = standing.isNews(after: state.standing)
        state.standing = standing
        show()
        guard isNews else { return }
        let router = state.search.current.map { "\($0.endpoint)" } ?? ""
        switch standing {
        case .starting: break
        case .joined(let name):
            log.info("joined", ["router": .string(router), "node": .string(name)])
            noticeOtherRouters()
        case .looking(let reason):
            let fleets = state.search.otherFleets.joined(separator: ", ")
            log.warning(
                state.search.browses ? "no router answers; one is looked for" : "no router answers; it is asked on",
                ["router": .string(router), "reason": .string(reason)]
            )
            if !fleets.isEmpty { log.info("routers of other fleets are seen (--fleet)", ["fleets": .string(fleets)]) }
        case .refused(let reason):
            log.warning("the router refuses this node", ["router": .string(router), "reason": .string(reason)])
        }
    }

    /// A router has taken our word: it is the one to come back to.
    func remember(_ router: RememberedRouter) {
        writer.post { [folder] in folder.remember(router) }
    }

    /// Whoever comes and goes on the network all the time is told of once.
    func isFirstSight(of sighting: Sighting) -> Bool {
        seenRouters.count < Self.seenRoutersMax && seenRouters.insert(sighting.endpoint).inserted
    }

    /// Two routers of one fleet share its machines, which is seldom meant: said once, and again when they are others.
    func noticeOtherRouters() {
        guard state.standing.isJoined, let current = state.search.current else { return }
        let others = state.search.others
        if others == otherRouters { return }
        otherRouters = others
        if others.isEmpty { return }
        log.warning(
            "several routers of this fleet: choose one with --router URL, or give each fleet a name of its own (--fleet)",
            [
                "fleet": .string(state.options.fleet), "joined": .string("\(current.endpoint)"),
                "others": .string(others.map { "\($0)" }.joined(separator: " ")),
            ]
        )
    }

    /// For `herd-node status`.
    func show() {
        let shown = state.shown
        if shown == written { return }
        written = shown
        let text = String(decoding: JSONValue.object(shown).encoded, as: UTF8.self) + "\n"
        writer.post { [folder] in folder.keep(status: text) }
    }
}
