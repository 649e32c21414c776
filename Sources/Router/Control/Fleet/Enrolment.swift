import HTTPEngine
import Storage
import Synchronization
import Telemetry

/// The one owner of who is who among the nodes, for the heartbeats of all loops.
final class Enrolment: Sendable {
    private let registry = Locked(NodeRegistry())
    /// How often a node was forgotten: who is told of another number says everything again.
    private let forgotten = Atomic<Int>(0)
    private let keeping: Keeping?
    private let log: Logger

    init(_ keeping: Keeping?, log: Logger) {
        self.keeping = keeping
        self.log = log
    }

    /// Before the router listens.
    func load() async {
        guard let known = await keeping?.nodes.load() else { return }
        registry.withLock { $0 = NodeRegistry(known) }
    }

    /// What the node is called here. A node that is new is bound on disk before it is told that it is welcome.
    func admit(_ proof: NodeProof?, _ name: String) async throws(NodeRegistry.Refusal) -> NodeRegistry.Welcome {
        guard let proof else {
            try registry.withLock { registry in
                Result { () throws(NodeRegistry.Refusal) in try registry.check(unproven: name) }
            }
            .get()
            return NodeRegistry.Welcome(name: name)
        }
        let welcome = try registry.withLock { registry in
            Result { () throws(NodeRegistry.Refusal) in try registry.welcome(proof, wish: name) }
        }.get()
        if let changed = welcome.changed {
            await keeping?.nodes.put(changed)
            log.info(
                welcome.formerName == nil ? "a new node" : "a node has a new name",
                ["node": .string(welcome.name), "id": .string(changed.id)]
            )
        }
        return welcome
    }

    var forgottenCount: Int { forgotten.load(ordering: .relaxed) }

    /// Of the nodes that have proven who they are, whether they run now or not.
    var names: [String] { registry.withLock { Array($0.names) } }

    /// Whoever spoke for the node is a stranger from now on, as is everybody else.
    func forget(_ name: String) async {
        let id = registry.withLock { $0.forget(name) }
        forgotten.add(1, ordering: .relaxed)
        guard let id else { return }
        await keeping?.nodes.remove(id) { [self] in registry.withLock { $0.knows(id: id) } }
    }
}
