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

    private let desk: AgentDesk
    private let line: FetchLine
    private let relay: BackendRelay
    private let places: OpenPlaces
    private let log: Logger
    private var announcement = Announcement()
    private var pace = BeatPace()
    private var chance = SystemRandomNumberGenerator()
    /// The relay could not listen, and the log knows.
    private var isWithoutRelay = false

    init(for desk: AgentDesk, relay: BackendRelay, by resolver: Resolver, log: Logger) {
        self.desk = desk
        self.relay = relay
        self.log = log
        line = FetchLine(to: desk.state.options.router, by: resolver, on: desk.loop, bodyMax: Self.answerMax)
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
            if desk.state.phase != phase { continue }
            await desk.loop.sleep(for: LoopSpan(BeatPace.hurryMin))
            await rest(after: phase)
        }
        line.close()
    }

    /// Until it is time for the next word, or something has happened that does not wait for it.
    private func rest(after phase: AgentState.Phase) async {
        let end = AgentDesk.now + pace.pause(using: &chance)
        var left = end - AgentDesk.now
        while left > .zero {
            let hasRung = await desk.bell.wait(for: LoopSpan(left))
            if hasRung && (pace.mayHurry || desk.state.phase != phase) { return }
            left = end - AgentDesk.now
        }
    }

    /// One heartbeat; true when there is more to be said at once.
    private func say() async -> Bool {
        let beat = announcement.pared(await wholeBeat(), at: AgentDesk.now)
        let body = beat.written(by: desk.state.identity, fleet: desk.state.options.fleet)
        do throws(Fetch.Fault) {
            let answer = try await line.post(
                "/fleet/heartbeat",
                json: JSONValue.object(body).encoded,
                within: Self.patience
            )
            return take(answer, to: beat)
        } catch {
            fail(.looking(error.explanation))
            return false
        }
    }

    private func take(_ answer: Fetch.Answer, to beat: Heartbeat) -> Bool {
        guard answer.status == 200, let welcome = RouterAnswer(answer.body) else {
            let complaint = RouterAnswer.complaint(answer.status, answer.body)
            fail(answer.status >= 500 ? .looking(complaint) : .refused(complaint))
            return false
        }
        pace.answered(every: welcome.beatEvery)
        desk.state.welcome = welcome
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
        let situation = desk.state.situation(localHost: line.localHost)
        var beat = desk.state.nextBeat()
        guard let told = beat.backends else { return beat }
        for (server, report) in zip(desk.state.book.servers, told) {
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
        guard let host = relayHost(situation),
            let port = await relay.port(on: host, preferring: desk.state.relayPort)
        else {
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
