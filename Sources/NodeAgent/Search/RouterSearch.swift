package import Discovery
package import Fleet
package import HTTPEngine

/// Where a router may be, and which of those is to be asked next: a value.
///
/// A router that was named is the only one. Else the one that was joined last comes first, wherever it is seen now; while it is
/// silent, others of the fleet wait for a while, so that its restart moves nobody. Without one to remember the fleet's router
/// with the lowest id is taken, once there was time to see them all, or what is on this machine's own port.
package struct RouterSearch: Equatable, Sendable {
    package enum Source: Equatable, Sendable {
        case named, remembered, network, usual
    }

    package struct Candidate: Equatable, Sendable {
        package var endpoint: Endpoint
        package var source: Source
        /// As it was seen, or as it is remembered.
        package var id: String?
    }

    /// How long the network is listened to before one of several strangers is chosen.
    static let settling: Seconds = 2
    /// How long a silent router is waited for before another is joined.
    static let loyalty: Seconds = 20
    private static let sightingsMax = 128

    private let named: Endpoint?
    private let usual: Endpoint
    private let fleet: String
    private var home: RememberedRouter?
    private var sightings: [Sighting.Place: Sighting] = [:]
    /// Nobody can be seen: there is nothing to wait for.
    private var isBlind = false
    /// Since when it is looked for a router: nil while there is one.
    private var lookingSince: Instant?
    /// What did not take us since the last of them all was asked.
    private var tried: [Endpoint] = []
    package private(set) var current: Candidate?

    package init(
        named: Endpoint? = nil,
        remembered: RememberedRouter? = nil,
        usual: Endpoint,
        fleet: String,
        at now: Instant
    ) {
        self.named = named
        self.usual = usual
        self.fleet = fleet
        home = remembered
        lookingSince = now
    }

    /// Whether the network is looked at.
    package var browses: Bool { named == nil }

    // MARK: What is seen

    /// True where it is one to be asked that was not known.
    package mutating func see(_ sighting: Sighting) -> Bool {
        isBlind = false
        let isNews = !sightings.values.contains { $0.endpoint == sighting.endpoint && $0.card == sighting.card }
        if sightings[sighting.place] == nil, sightings.count >= Self.sightingsMax { return false }
        sightings[sighting.place] = sighting
        guard isNews, isOurs(sighting) else { return false }
        // It may have come back there.
        tried.removeAll { $0 == sighting.endpoint }
        return true
    }

    package mutating func lose(_ place: Sighting.Place) {
        sightings[place] = nil
    }

    /// The network's names are not to be had.
    package mutating func loseSight() {
        sightings = [:]
        isBlind = true
    }

    private func isOurs(_ sighting: Sighting) -> Bool { sighting.card.fleet == fleet && !sighting.card.usesTLS }

    // MARK: What comes of it

    /// It took our word, and says who it is.
    package mutating func joined(id: String?) {
        lookingSince = nil
        tried = []
        guard let current else { return }
        home = RememberedRouter(current.endpoint, id: id)
        self.current?.id = id
    }

    /// It answers, but does not take our word: only somebody else can change that, so it is asked on.
    package mutating func refused() {
        lookingSince = nil
    }

    /// It does not answer, or is no router of ours.
    package mutating func failed(at now: Instant) {
        lookingSince = lookingSince ?? now
        if let current, !tried.contains(current.endpoint) { tried.append(current.endpoint) }
        if named == nil { current = nil }
    }

    /// Nobody is settled on, and there is one that has not been asked in this round.
    package func hasUntried(at now: Instant) -> Bool {
        current == nil && candidates(at: now).contains { !tried.contains($0.endpoint) }
    }

    /// Whom to ask now; nil while it is too early to choose.
    package mutating func choose(at now: Instant) -> Candidate? {
        if let current { return current }
        let candidates = candidates(at: now)
        if !candidates.isEmpty, candidates.allSatisfy({ tried.contains($0.endpoint) }) { tried = [] }
        current = candidates.first { !tried.contains($0.endpoint) }
        return current
    }

    /// In the order in which they are asked.
    private func candidates(at now: Instant) -> [Candidate] {
        if let named { return [Candidate(endpoint: named, source: .named)] }
        let ours = sightings.values.filter(isOurs).sorted { $0.rank < $1.rank }
        var found: [Candidate] = []
        if let home {
            if let id = home.id { found = ours.filter { $0.card.id == id }.map { Candidate($0) } }
            found.append(Candidate(endpoint: home.endpoint, source: .remembered, id: home.id))
        }
        if mayMove(at: now) {
            found += ours.map { Candidate($0) }
            if home == nil { found.append(Candidate(endpoint: usual, source: .usual)) }
        }
        return found.indices.filter { index in
            !found[..<index].contains { $0.endpoint == found[index].endpoint }
        }.map { found[$0] }
    }

    private func mayMove(at now: Instant) -> Bool {
        guard let lookingSince else { return false }
        if home != nil { return now - lookingSince >= Self.loyalty }
        return isBlind || now - lookingSince >= Self.settling
    }

    // MARK: For people

    /// The other routers of this fleet that are seen, which share its nodes by mistake or by intent.
    package var others: [Endpoint] {
        let ours = sightings.values.filter {
            isOurs($0) && $0.card.id != current?.id && $0.endpoint != current?.endpoint
        }
        let ids = Set(ours.map(\.card.id)).sorted()
        return ids.compactMap { id in ours.filter { $0.card.id == id }.min { $0.rank < $1.rank }?.endpoint }
    }

    /// The other fleets that are seen.
    package var otherFleets: [String] {
        Set(sightings.values.map(\.card.fleet)).subtracting([fleet]).sorted()
    }
}

extension RouterSearch.Candidate {
    fileprivate init(_ sighting: Sighting) {
        self.init(endpoint: sighting.endpoint, source: .network, id: sighting.card.id)
    }
}

extension Sighting {
    var endpoint: Endpoint { Endpoint(host: host, port: port) }

    /// The lowest id, then IPv4, then any order that stays.
    fileprivate var rank: (String, Int, String, Int) { (card.id, host.contains(":") ? 1 : 0, host, port) }
}
