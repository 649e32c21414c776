import Fleet

/// The reasons that rule a backend out, cheapest first.
enum Elimination {
    /// What is wrong with the machine, whatever the request.
    static func ofNode(_ node: Node, _ backend: Backend, at now: Instant) -> Verdict? {
        if case .offline = node.liveness { return .offline(since: now - node.heardAt) }
        if backend.isGone || !backend.isReachable { return .unreachable }
        if let cause = backend.unready { return .unready(cause) }
        if node.isDraining { return .draining }
        return node.isHeld ? .held : nil
    }

    /// What this model on this backend lacks for the request.
    static func ofModel(
        _ need: Need,
        _ holding: Holding,
        _ backend: Backend,
        _ node: Node
    ) -> Verdict? {
        if let cause = holding.unready { return .unready(cause) }
        // Nobody said what it can do: unknown is not lacking.
        guard let able = holding.capabilities ?? backend.capabilities else { return nil }
        let missing = need.capabilities.subtracting(able)
        return missing.isEmpty ? nil : .lacks(missing)
    }
}
