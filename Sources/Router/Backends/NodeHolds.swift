import Storage
import Telemetry

/// Which nodes the operator has drained from here: kept, so that they are drained after a restart too, and by name, so that an
/// order outlives the node's absence.
final class NodeHolds: Sendable {
    private let desk: Desk
    private let keeping: Keeping?
    private let log: Logger

    init(_ desk: Desk, _ keeping: Keeping?, log: Logger) {
        self.desk = desk
        self.keeping = keeping
        self.log = log
    }

    /// Before the router listens.
    func load() async {
        guard let held = await keeping?.heldNodes.load(), !held.isEmpty else { return }
        for name in held { desk.hold(name, true) }
        log.info("nodes are held", ["nodes": .string(held.joined(separator: ", "))])
    }

    /// - Returns: how many requests run there, and whether the order outlives the router.
    func set(_ name: String, isHeld: Bool) async -> (running: Int, isKept: Bool) {
        let running = desk.hold(name, isHeld)
        log.info(isHeld ? "a node is held" : "a node is released", ["node": .string(name)])
        let isWritten = await settle(name)
        let isKept = await keeping?.isKept ?? false
        return (running, isWritten && isKept)
    }

    /// A node is called otherwise now, and stays as it is.
    func rename(_ former: String, to name: String) async {
        guard desk.isHeld(former) else { return }
        desk.hold(name, true)
        desk.hold(former, false)
        await settle(name)
        await settle(former)
    }

    /// The node is no more.
    func forget(_ name: String) async { await settle(name) }

    @discardableResult
    private func settle(_ name: String) async -> Bool {
        await keeping?.heldNodes.settle(name) { [desk] in desk.isHeld(name) } ?? false
    }
}
