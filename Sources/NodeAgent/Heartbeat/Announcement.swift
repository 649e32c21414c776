package import Fleet

/// What the router has been told and has taken: everything at first, then only what changed.
///
/// A heartbeat without `backends` is the first word to a router: its answer tells which run of the router it is and how it sees
/// this machine, and only then can be said where the backends are. A router that was started again answers with another run,
/// and is told everything again. A value: the agent asks it what to send, and tells it what was taken.
package struct Announcement: Sendable {
    private struct Taken {
        var models: [ModelReport]?
        var cards = ToldCards()
        var at: Instant
    }

    /// The run of the router that has taken it.
    package private(set) var routerRun: Int?
    private var taken: [String: Taken] = [:]
    private var machine: MachineReport?

    package init() {}

    /// The beat without what the router knows already.
    package func pared(_ whole: Heartbeat, at now: Instant) -> Heartbeat {
        var beat = whole
        guard routerRun != nil else {
            beat.backends = nil
            beat.machine = nil
            return beat
        }
        if beat.machine == machine { beat.machine = nil }
        // Labels are told with the lists.
        if !taken.isEmpty { beat.labels = nil }
        for index in beat.backends?.indices ?? 0..<0 {
            guard let report = beat.backends?[index], let known = taken[report.name] else { continue }
            if ModelList.isSame(known.models, report.models, elapsed: now - known.at),
                !known.cards.lacksSome(of: report.models ?? [])
            {
                beat.backends?[index].models = nil
            } else if let models = report.models {
                beat.backends?[index].models = known.cards.pared(models)
            }
        }
        ToldCards.limit(&beat)
        return beat
    }

    /// True when there is more to be said at once: this router did not know us.
    package mutating func taken(_ sent: Heartbeat, by run: Int, at now: Instant) -> Bool {
        guard run == routerRun else {
            routerRun = run
            taken = [:]
            machine = nil
            return true
        }
        if let told = sent.machine { machine = told }
        guard let reports = sent.backends else { return false }
        let names = Set(reports.map(\.name))
        taken = taken.filter { names.contains($0.key) }
        for report in reports where report.models != nil || taken[report.name] == nil {
            var cards = taken[report.name]?.cards ?? ToldCards()
            cards.take(report.models ?? [])
            taken[report.name] = Taken(models: report.models, cards: cards, at: now)
        }
        return false
    }

    /// It did not take it, or nobody knows.
    package mutating func forget() {
        routerRun = nil
        taken = [:]
        machine = nil
    }
}
