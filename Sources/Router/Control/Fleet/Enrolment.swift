import HTTPEngine
import Storage
import Synchronization
import Telemetry

/// The one owner of who is who among the nodes, and of who this router is to them, for the heartbeats of all loops.
final class Enrolment: Sendable {
    /// How often it is looked who has been silent for too long.
    private static let forgettingInterval = Duration.seconds(3600)

    private struct State {
        var registry: NodeRegistry
        var routerID: String
        /// When it was looked last who was silent for too long, by both clocks.
        var forgotAt: Duration
        var forgotOn: Int64
    }

    private let state: Locked<State>
    private let policy: NodeRegistry.Policy
    /// How often a node was forgotten: who is told of another number says everything again.
    private let forgotten = Atomic<Int>(0)
    private let keeping: Keeping?
    private let time: any TimeSource
    private let log: Logger

    init(_ keeping: Keeping?, policy: NodeRegistry.Policy, time: any TimeSource = SystemTime(), log: Logger) {
        self.keeping = keeping
        self.policy = policy
        self.time = time
        self.log = log
        state = Locked(
            State(
                registry: NodeRegistry(policy: policy),
                routerID: Self.newRouterID(),
                forgotAt: time.uptime,
                forgotOn: time.wallTime.seconds
            )
        )
    }

    private static func newRouterID() -> String {
        (0..<4).map { _ in String(UInt32.random(in: 0x1000_0000 ... .max), radix: 16) }.joined()
    }

    /// Before the router listens.
    func load() async {
        guard let nodes = keeping?.nodes else { return }
        let known = await nodes.load()
        let id = await nodes.routerID(new: routerID)
        state.withLock { state in
            state.registry = NodeRegistry(known, policy: policy)
            state.routerID = id
        }
    }

    var routerID: String { state.withLock { $0.routerID } }

    private var now: Int64 { time.wallTime.seconds }

    // MARK: Heartbeats

    /// Whether a heartbeat with this token, or with none, is looked at any further.
    func check(token: String?) throws(NodeRegistry.Refusal) {
        try state.withLock { state in
            Result { () throws(NodeRegistry.Refusal) in try state.registry.check(token: token) }
        }.get()
    }

    /// What the node is called here. A node that is new is bound on disk before it is told that it is welcome.
    func admit(
        _ proof: NodeProof?,
        _ name: String,
        from host: String
    ) async throws(NodeRegistry.Refusal) -> NodeRegistry.Welcome {
        guard let proof else {
            try state.withLock { state in
                Result { () throws(NodeRegistry.Refusal) in try state.registry.check(unproven: name) }
            }.get()
            return NodeRegistry.Welcome(name: name)
        }
        await forget()
        let now = now
        let welcome: NodeRegistry.Welcome
        do throws(NodeRegistry.Refusal) {
            welcome = try state.withLock { state in
                Result { () throws(NodeRegistry.Refusal) in
                    try state.registry.welcome(proof, wish: name, from: host, at: now)
                }
            }.get()
        } catch {
            if case .pending(let name, let id, isNew: true) = error {
                log.info(
                    "a node waits for approval",
                    ["node": .string(name), "id": .string(id), "address": .string(host)]
                )
            }
            throw error
        }
        if let changed = welcome.changed {
            await keeping?.nodes.put(changed)
            if welcome.isNew || welcome.formerName != nil {
                log.info(
                    welcome.isNew ? "a new node" : "a node has a new name",
                    ["node": .string(welcome.name), "id": .string(changed.id)]
                )
            }
        }
        return welcome
    }

    // MARK: The operator

    var pending: [PendingNodes.Entry] {
        let now = now
        return state.withLock { $0.registry.pending(at: now) }
    }

    func approve(_ name: String) async -> NodeRegistry.Approval {
        let now = now
        let approval = state.withLock { $0.registry.approve(name, at: now) }
        if case .approved(let node) = approval {
            await keeping?.nodes.put(node)
            log.info("a node was approved", ["node": .string(node.name), "id": .string(node.id)])
        }
        return approval
    }

    // MARK: Who does not come back

    /// Once an hour, when somebody speaks: while nobody does there is nothing to make room for.
    private func forget() async {
        let (now, uptime) = (now, time.uptime)
        let (moved, forgotten) = state.withLock { state -> ([KnownNode], [KnownNode]) in
            let elapsed = uptime - state.forgotAt
            guard elapsed >= Self.forgettingInterval else { return ([], []) }
            let moved = state.registry.catchUp(from: state.forgotOn, to: now, elapsed: elapsed.components.seconds)
            (state.forgotAt, state.forgotOn) = (uptime, now)
            return (moved, state.registry.forget(at: now))
        }
        for node in moved { await keeping?.nodes.put(node) }
        if forgotten.isEmpty { return }
        await keeping?.nodes.remove(forgotten.map(\.id))
        for node in forgotten {
            log.info(
                "a node is forgotten: it has been silent for too long",
                ["node": .string(node.name), "id": .string(node.id)]
            )
        }
    }

    var forgottenCount: Int { forgotten.load(ordering: .relaxed) }

    /// Of the nodes that have proven who they are, whether they run now or not.
    var names: [String] { state.withLock { Array($0.registry.names) } }

    /// Whoever spoke for the node is a stranger from now on, as is everybody else.
    func forget(_ name: String) async {
        let id = state.withLock { $0.registry.forget(name) }
        forgotten.add(1, ordering: .relaxed)
        guard let id else { return }
        await keeping?.nodes.remove(id) { [self] in state.withLock { $0.registry.knows(id: id) } }
    }
}
