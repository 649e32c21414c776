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
        case trust(Trust.Fault)
        /// With what may have been meant.
        case unknown(String, hint: String)
        case fromSettings(Entry, place: String)
        /// A name that several things have: these backends, and perhaps an agent.
        case ambiguous([Entry], withAgent: Bool)
        /// A server that is named where its whole machine is meant, on which there are others.
        case shared(machine: String)
    }

    /// What was taken away.
    enum Removed {
        case backend(Entry)
        /// All that the agent of this machine had announced. An agent that speaks brings it back.
        case node(String, running: Int, isSpeaking: Bool)
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
    private let resolver: Resolver
    private let probes: ProbeRound?
    private let holds: NodeHolds
    private let enrolment: Enrolment
    private let keeping: Keeping?
    private let settingsPlace: String
    private let log: Logger

    init(
        _ options: RouterOptions,
        desk: Desk,
        table: BackendTable,
        listed: ListedBackends,
        resolver: Resolver,
        probes: ProbeRound?,
        holds: NodeHolds,
        enrolment: Enrolment,
        keeping: Keeping?,
        log: Logger
    ) {
        self.desk = desk
        self.table = table
        self.listed = listed
        self.resolver = resolver
        self.probes = probes
        self.holds = holds
        self.enrolment = enrolment
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
            do throws(Trust.Fault) {
                try believe(entry)
            } catch {
                log.warning("a backend's authorities cannot be read", ["why": .string(error.description)])
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
        if let node = names.announcer(of: entry.endpoint.description) { throw .announced(node: node) }
        let credential: Credential?
        do throws(KeyFile.Fault) {
            credential = try entry.terms.readKey(for: entry.endpoint, log)
        } catch {
            throw .key(error)
        }
        do throws(Trust.Fault) {
            try believe(entry)
        } catch {
            throw .trust(error)
        }
        if let refusal = take(entry, credential) { throw refusal }
        let watch = probes?.begin(entry.endpoint, entry.terms, credential)
        log.info("a backend was added", ["backend": .string(entry.endpoint.description)])
        return (entry, await settle(entry), watch)
    }

    /// - Parameter name: its URL, its host and port, or the name of the machine: that stands for what was added there, or for
    ///   what its agent announces.
    func remove(_ name: String) async throws(Refusal) -> Removed {
        let names = names
        let exact = names.entries(at: name)
        if exact.isEmpty, let node = names.announcer(of: name) { throw .announced(node: node) }
        let matches = exact.isEmpty ? names.entries(on: name) : exact
        let added = matches.filter { $0.source == .added }
        let hasAgent = exact.isEmpty && names.hasAgent(name)
        if !added.isEmpty, matches.count + (hasAgent ? 1 : 0) > 1 { throw .ambiguous(matches, withAgent: hasAgent) }
        if let entry = added.first {
            await remove(entry)
            return .backend(entry)
        }
        if hasAgent { return await forget(name) }
        if let entry = matches.first { throw .fromSettings(entry, place: settingsPlace) }
        throw .unknown(name, hint: names.hint(name))
    }

    /// What was added is taken away again.
    func remove(_ entry: Entry) async {
        probes?.end(entry.endpoint)
        state.withLock { $0.remove(entry.endpoint) }
        listed.remove(entry.endpoint)
        desk.remove(entry.endpoint.authority, node: entry.node)
        table.put(nil, for: entry.endpoint)
        try? resolver.believe(nil, at: entry.endpoint)
        await settle(entry)
        if !desk.knows(node: entry.node) { await holds.forget(entry.node) }
        log.info("a backend was removed", ["backend": .string(entry.endpoint.description)])
    }

    private func forget(_ node: String) async -> Removed {
        let (running, isSpeaking) = desk.forget(node: node)
        await enrolment.forget(node)
        log.info("a node was removed", ["node": .string(node), "speaks": .bool(isSpeaking)])
        return .node(node, running: running, isSpeaking: isSpeaking)
    }

    /// - Parameter name: of a machine, or of the only server on one.
    func machine(called name: String) throws(Refusal) -> String {
        let names = names
        if names.isMachine(name) { return name }
        guard let machine = names.entries(at: name).first?.node ?? names.announcer(of: name) else {
            throw .unknown(name, hint: names.hint(name))
        }
        if names.servers(on: machine).count > 1 { throw .shared(machine: machine) }
        return machine
    }

    private var names: FleetNames {
        FleetNames(entries: entries, fleet: desk.read { dispatcher, _ in dispatcher.fleet }, proven: enrolment.names)
    }

    /// Whom it must be certified by, where that is said of it alone.
    private func believe(_ entry: Entry) throws(Trust.Fault) {
        guard let path = entry.terms.caFile else { return }
        try resolver.believe(KeyFile.expanded(path), at: entry.endpoint)
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

extension BackendTerms {
    /// The key that has to be shown there; nil where none is wanted. It is in no log, page or setting.
    package func readKey(for endpoint: Endpoint, _ log: Logger) throws(KeyFile.Fault) -> Credential? {
        guard let path = keyFile else { return nil }
        let file = try KeyFile(path, as: kind == .anthropic ? .apiKey : .bearer, for: .backend)
        if file.isReadableByOthers {
            log.warning(
                "a key file can be read by other users of this machine: chmod 600 makes it private",
                ["file": .string(path), "backend": .string(endpoint.description)]
            )
        }
        return file.credential
    }
}
