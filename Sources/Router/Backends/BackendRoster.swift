import Configuration
import Fleet
package import HTTPEngine
import Routing
import Storage
package import Telemetry

/// The backends that have no agent to speak for them: those of the settings, and those that were added while the router ran.
/// The one owner of which there are; it sees to it that they are looked at, shown their keys, and remembered.
final class BackendRoster: Sendable {
    enum Source: String, Sendable {
        case settings, added
    }

    struct Entry: Sendable {
        let endpoint: Endpoint
        let terms: BackendTerms
        let source: Source

        /// The machine it is shown on.
        var node: String { terms.node ?? endpoint.host }

        /// It has answered as a server that is known.
        func isSeen(in fleet: FleetState) -> Bool {
            fleet.node(named: node).flatMap { fleet.backend(named: endpoint.authority, on: $0) }
                .map { !fleet[$0].isGone } ?? false
        }
    }

    enum Refusal: Error {
        case alreadyThere(Entry)
        /// By the agent of this node.
        case announced(node: String)
        case full
        case key(KeyFile.Fault)
        case unknown(String)
        case fromSettings(Entry, place: String)
        case fromAgent(String)
        case ambiguous([Entry])
    }

    /// Far more than anybody adds by hand.
    private static let addedMax = 1024

    fileprivate struct State {
        var entries: [Entry] = []
        /// In the same order.
        var pools: [Backend] = []
    }

    private let state = Locked(State())
    private let desk: Desk
    private let table: BackendTable
    private let listed: ListedBackends
    private let probes: ProbeRound?
    private let holds: NodeHolds
    private let keeping: Keeping?
    private let settingsPlace: String
    private let log: Logger

    init(
        _ options: RouterOptions,
        desk: Desk,
        table: BackendTable,
        listed: ListedBackends,
        probes: ProbeRound?,
        holds: NodeHolds,
        keeping: Keeping?,
        log: Logger
    ) {
        self.desk = desk
        self.table = table
        self.listed = listed
        self.probes = probes
        self.holds = holds
        self.keeping = keeping
        self.log = log
        settingsPlace = options.backendsPlace
        for endpoint in options.backends {
            insert(Entry(endpoint: endpoint, terms: options.terms[endpoint] ?? BackendTerms(), source: .settings))
        }
    }

    var entries: [Entry] { state.withLock { $0.entries } }

    /// Their connections.
    var pools: [Backend] { state.withLock { $0.pools } }

    func sight(of entry: Entry) -> BackendSight? { probes?[entry.endpoint]?.sight }

    func unseenCount(in fleet: FleetState) -> Int { entries.count { !$0.isSeen(in: fleet) } }

    // MARK: From start to stop

    /// Before the router listens. What cannot be used any more is left out, and kept.
    func load() async {
        for kept in await keeping?.backends.load() ?? [] {
            guard case .success(let backend) = ConfiguredBackend.read("\(kept.url) \(kept.terms)") else {
                log.warning("a backend that was added cannot be read", ["backend": .string(kept.url)])
                continue
            }
            let entry = Entry(endpoint: Endpoint(backend.address), terms: backend.terms, source: .added)
            if entries.contains(where: { $0.endpoint == entry.endpoint }) {
                log.info(
                    "a backend that was added is in the settings too, which go first",
                    ["backend": .string(kept.url)]
                )
                continue
            }
            do throws(KeyFile.Fault) {
                table.put(try entry.terms.readKey(for: entry.endpoint, log), for: entry.endpoint)
            } catch {
                log.warning("the key of a backend cannot be read", ["why": .string(error.description)])
            }
            insert(entry)
        }
    }

    /// Looks at each of them from now on.
    func start() {
        for entry in entries {
            probes?.begin(entry.endpoint, entry.terms, table.credential(for: entry.endpoint))
            log.info("backend", ["address": .string(entry.endpoint.description)])
        }
        if entries.isEmpty {
            log.info(
                "no backend in the settings: start herd-node where inference servers run, give --backend URL, or add one "
                    + "with herd nodes add URL"
            )
        }
    }

    // MARK: While it runs

    /// - Returns: what was added, whether that outlives the router, and who looks at it.
    func add(_ backend: ConfiguredBackend) async throws(Refusal) -> (entry: Entry, isKept: Bool, watch: BackendWatch?) {
        let entry = Entry(endpoint: Endpoint(backend.address), terms: backend.terms, source: .added)
        if let node = announcer(of: entry.endpoint) { throw .announced(node: node) }
        let credential: Credential?
        do throws(KeyFile.Fault) {
            credential = try entry.terms.readKey(for: entry.endpoint, log)
        } catch {
            throw .key(error)
        }
        if let refusal = take(entry, credential) { throw refusal }
        let watch = probes?.begin(entry.endpoint, entry.terms, credential)
        log.info("a backend was added", ["backend": .string(entry.endpoint.description)])
        return (entry, await settle(entry), watch)
    }

    /// - Parameter name: its URL, its host and port, or the name of the machine it is shown on.
    func remove(_ name: String) async throws(Refusal) -> Entry {
        let matches = entries.matching(name)
        guard let entry = matches.first else {
            throw desk.knows(node: name) ? .fromAgent(name) : .unknown(name)
        }
        if matches.count > 1 { throw .ambiguous(matches) }
        if entry.source == .settings { throw .fromSettings(entry, place: settingsPlace) }
        probes?.end(entry.endpoint)
        state.withLock { $0.remove(entry.endpoint) }
        listed.remove(entry.endpoint)
        desk.remove(entry.endpoint.authority, node: entry.node)
        table.put(nil, for: entry.endpoint)
        await settle(entry)
        if !desk.knows(node: entry.node) { await holds.forget(entry.node) }
        log.info("a backend was removed", ["backend": .string(entry.endpoint.description)])
        return entry
    }

    private func insert(_ entry: Entry) {
        guard let pool = table[entry.endpoint] else { return }
        state.withLock { $0.insert(entry, pool) }
    }

    /// Nil when it was taken.
    private func take(_ entry: Entry, _ credential: Credential?) -> Refusal? {
        state.withLock { state in
            if let other = state.entries.first(where: { $0.endpoint == entry.endpoint }) { return .alreadyThere(other) }
            guard state.entries.count(where: { $0.source == .added }) < Self.addedMax else { return .full }
            table.put(credential, for: entry.endpoint)
            guard let pool = table[entry.endpoint] else { return .full }
            state.insert(entry, pool)
            return nil
        }
    }

    @discardableResult
    private func settle(_ entry: Entry) async -> Bool {
        guard let keeping else { return false }
        let isWritten = await keeping.backends.settle(entry.endpoint.description) { [self] in
            guard let now = entries.first(where: { $0.endpoint == entry.endpoint }), now.source == .added else {
                return nil
            }
            return AddedBackend(url: now.endpoint.description, terms: now.terms.words.joined(separator: " "))
        }
        let isKept = await keeping.isKept
        return isWritten && isKept
    }

    /// The node whose agent has announced a backend at this address.
    private func announcer(of endpoint: Endpoint) -> String? {
        let address = endpoint.description
        return desk.read { dispatcher, _ in
            let fleet = dispatcher.fleet
            let found = fleet.backends.first { backend in
                let profile = fleet.backendProfiles[Int(backend.id.index)]
                return !backend.isGone && !profile.isStatic && profile.address == address
            }
            return found.map { fleet.nodeProfiles[Int($0.node.index)].name }
        }
    }
}

extension BackendRoster.State {
    fileprivate mutating func insert(_ entry: BackendRoster.Entry, _ pool: Backend) {
        entries.append(entry)
        pools.append(pool)
    }

    fileprivate mutating func remove(_ endpoint: Endpoint) {
        guard let index = entries.firstIndex(where: { $0.endpoint == endpoint }) else { return }
        entries.remove(at: index)
        pools.remove(at: index)
    }
}

extension [BackendRoster.Entry] {
    /// By URL at most one, else by host and port, else all on the machine of this name.
    fileprivate func matching(_ name: String) -> [Element] {
        let endpoint = ServiceAddress(name).map { Endpoint($0) }
        let exact = filter { $0.endpoint == endpoint || $0.endpoint.authority == name }
        return exact.isEmpty ? filter { $0.node == name } : exact
    }
}

extension BackendTerms {
    /// The key that has to be shown there; nil where none is wanted. It is in no log, page or setting.
    package func readKey(for endpoint: Endpoint, _ log: Logger) throws(KeyFile.Fault) -> Credential? {
        guard let path = keyFile else { return nil }
        let file = try KeyFile(path, as: kind == .anthropic ? .apiKey : .bearer)
        if file.isReadableByOthers {
            log.warning(
                "a key file can be read by other users of this machine: chmod 600 makes it private",
                ["file": .string(path), "backend": .string(endpoint.description)]
            )
        }
        return file.credential
    }
}
