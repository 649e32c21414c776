import Dialects

/// What became of a backend or a node that was removed.
struct RemovedView {
    private let removed: String
    private let name: String
    private let isNode: Bool
    private let running: Int
    private let comesBack: Bool

    init?(_ answer: JSONValue) {
        guard let removed = answer["removed"]?.string, let name = answer["name"]?.string else { return nil }
        self.removed = removed
        self.name = name
        isNode = answer["from"]?.string == "agent"
        running = answer["running"]?.integer ?? 0
        comesBack = answer["comes_back"]?.bool ?? false
    }

    var text: String {
        if !isNode { return "Removed \(name), \(removed). What runs there goes on to its end.".plain + "\n" }
        let still =
            running == 0 ? "" : " \(running) \(running == 1 ? "request goes" : "requests go") on there, to the end."
        let after =
            comesBack
            ? "herd-node still runs there and brings it back with its next heartbeat: stop it on that machine, or keep the node "
                + "without requests with: herd nodes drain \(name)"
            : "It comes back when herd-node is started there again."
        return "Removed \(name).\(still) \(after)".plain + "\n"
    }
}
