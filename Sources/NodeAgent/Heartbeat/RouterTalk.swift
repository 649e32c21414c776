import Dialects
import Fleet
import HTTPEngine
import Telemetry

/// The agent's side of the conversation with its router: says how the machine is, and hears what the router makes of it.
///
/// It never gives up. On the agent's loop only.
final class RouterTalk {
    private static let patience = LoopSpan(.seconds(5))
    private static let answerMax = 64 << 10
    /// Between two looks whether there is somebody to talk to.
    private static let glance = LoopSpan(.milliseconds(500))

    private let desk: AgentDesk
    private let resolver: Resolver
    /// To the router that is asked at present.
    private var line: FetchLine?
    private let relay: BackendRelay
    private let places: OpenPlaces
    private let log: Logger
    private var announcement = Announcement()
    private var pace = BeatPace()
    private var chance = SystemRandomNumberGenerator()
    /// After which of them it was said last how things are.
    private var wakings = 0
    /// Whom the log knows to have been asked since a router took our word.
    private var asked: Set<Endpoint> = []
    /// The relay could not listen, and the log knows.
    private var isWithoutRelay = false

    init(for desk: AgentDesk, relay: BackendRelay, by resolver: Resolver, log: Logger) {
        self.desk = desk
        self.relay = relay
        self.log = log
        self.resolver = resolver
        places = OpenPlaces(by: resolver, on: desk.loop)
    }

    /// Until the last word was said. After each word of a new phase `said` is told.
    func run(said: (AgentState.Phase) -> Void) async {
        while true {
            let phase = desk.state.phase
            let hasMore = await say()
            // A router that did not know us is told the rest at once; one that says so each time, at the pace of news.
            if hasMore { _ = await say() }
            said(phase)
            if phase == .leaving { break }
            // It is too early to choose whom to talk to.
            if line == nil { continue }
            if desk.state.phase != phase { continue }
            await desk.loop.sleep(for: LoopSpan(BeatPace.hurryMin))
            await rest(after: phase)
        }
        line?.close()
    }

    /// Until it is time for the next word, or something has happened that does not wait for it.
    private func rest(after phase: AgentState.Phase) async {
        if !pace.mayHurry, desk.state.search.hasUntried(at: AgentDesk.now) { return }
        if desk.state.wakings != wakings { return }
        let end = AgentDesk.now + pace.pause(using: &chance)
        var left = end - AgentDesk.now
        while left > .zero {
            let hasRung = await desk.bell.wait(for: LoopSpan(left))
            let mayHurry = pace.mayHurry || desk.state.search.hasUntried(at: AgentDesk.now)
            if hasRung && (mayHurry || desk.state.phase != phase || desk.state.wakings != wakings) { return }
            left = end - AgentDesk.now
        }
    }

    /// One heartbeat; true when there is more to be said at once.
    private func say() async -> Bool {
        beginAnewAfterSleep()
        guard let line = lineToRouter() else {
            await desk.bell.wait(for: Self.glance)
            return false
        }
        let beat = announcement.pared(await wholeBeat(), at: AgentDesk.now)
        let options = desk.state.options
        let body = beat.written(by: desk.state.identity, fleet: options.fleet, token: options.token)
        do throws(Fetch.Fault) {
            let answer = try await line.post(
                "/fleet/heartbeat",
                json: JSONValue.object(body).encoded,
                within: Self.patience
            )
            return take(answer, to: beat)
        } catch {
            fail(.looking(error.explanation))
            desk.state.search.failed(at: AgentDesk.now)
            return false
        }
    }

    /// The connection from before is probably dead without knowing it, and the router has heard nothing for long.
    private func beginAnewAfterSleep() {
        let wakings = desk.noticeSleep()
        if wakings == self.wakings { return }
        self.wakings = wakings
        line?.close()
        announcement.forget()
        pace.wokeUp()
    }

    /// To whom it is to be said now, over a new line where that is another one; nil while it is too early to choose.
    private func lineToRouter() -> FetchLine? {
        guard let router = desk.state.search.choose(at: AgentDesk.now) else { return nil }
        if let line, line.endpoint == router.endpoint { return line }
        line?.close()
        announcement.forget()
        desk.state.welcome = nil
        if asked.insert(router.endpoint).inserted {
            log.info(
                "asking a router",
                ["router": .string("\(router.endpoint)"), "known": .string(router.source.explanation)]
            )
        }
        let new = FetchLine(to: router.endpoint, by: resolver, on: desk.loop, bodyMax: Self.answerMax)
        line = new
        return new
    }

    private func take(_ answer: Fetch.Answer, to beat: Heartbeat) -> Bool {
        guard answer.status == 200, let welcome = RouterAnswer(answer.body) else {
            let complaint = RouterAnswer.complaint(answer.status, answer.body)
            let standing = answer.status >= 500 ? Standing.looking(complaint) : .refused(complaint)
            if RouterAnswer.mayChange(answer.body) {
                desk.state.search.refused()
                fail(standing)
            } else {
                // Before the search goes on to another one: what is said here is said of this one.
                fail(standing)
                desk.state.search.failed(at: AgentDesk.now)
            }
            return false
        }
        pace.answered(every: welcome.beatEvery)
        desk.state.welcome = welcome
        desk.state.search.joined(id: welcome.router)
        if let line { desk.remember(RememberedRouter(line.endpoint, id: welcome.router)) }
        asked = []
        desk.stand(.joined(name: welcome.node))
        return announcement.taken(beat, by: welcome.run, at: AgentDesk.now)
    }

    private func fail(_ standing: Standing) {
        announcement.forget()
        pace.failed()
        desk.stand(standing)
    }

    // MARK: What is said

    /// With the ways to the servers, which the relay keeps open from then on.
    private func wholeBeat() async -> Heartbeat {
        var ways: [String: Endpoint] = [:]
        var reports: [BackendReport] = []
        let situation = desk.state.situation(localHost: line?.localHost)
        var beat = desk.state.nextBeat()
        guard let told = beat.backends else { return beat }
        for (server, report) in zip(desk.state.servers, told) {
            var report = report
            switch await reach(server.endpoint, situation) {
            case .address(let address): report.address = address
            case .port(let port): report.port = port
            case .relay:
                let key = desk.state.relayKey(of: report.name)
                guard await leadThroughRelay(&report, situation, key) else { continue }
                ways[key] = server.endpoint
            }
            reports.append(report)
        }
        relay.open(ways)
        beat.backends = reports
        return beat
    }

    private func reach(_ endpoint: Endpoint, _ situation: Reach.Situation) async -> Reach {
        var isOpen = false
        if let host = situation.localHost, !situation.isSameMachine {
            isOpen = await places.isOpen(endpoint, on: host, at: AgentDesk.now)
        }
        return Reach(to: endpoint, isOpen: isOpen, situation)
    }

    private func leadThroughRelay(
        _ report: inout BackendReport,
        _ situation: Reach.Situation,
        _ key: String
    ) async -> Bool {
        // Until a router has answered nobody knows by which address it comes.
        guard let host = relayHost(situation) else { return false }
        guard let port = await relay.port(on: host, preferring: desk.state.relayPort) else {
            if !isWithoutRelay { log.warning("the relay cannot listen; what needs it is not offered") }
            isWithoutRelay = true
            return false
        }
        switch Reach(port: port, situation.address) {
        case .address(let address): report.address = address
        case .port(let port): report.port = port
        case .relay: break
        }
        report.key = key
        return true
    }

    /// Only on the address by which the router comes, where that is known.
    private func relayHost(_ situation: Reach.Situation) -> String? {
        guard let host = situation.localHost else { return nil }
        let isHidden = situation.address != nil || SocketAddress.isLoopback(host) && !situation.isSameMachine
        return isHidden ? (host.contains(":") ? "::" : "0.0.0.0") : host
    }
}

extension RouterSearch.Source {
    fileprivate var explanation: String {
        switch self {
        case .named: "from --router"
        case .remembered: "joined last"
        case .network: "seen on the local network"
        case .usual: "usual on this machine"
        }
    }
}

extension Fetch.Fault {
    fileprivate var explanation: String {
        switch self {
        case .unreachable(let reason): reason
        case .late: "it did not answer in time"
        case .tooLarge: "its answer is too large to be a router's"
        case .malformed(let reason): "its answer is not HTTP: \(reason)"
        case .cut: "it closed the connection without an answer"
        }
    }
}
