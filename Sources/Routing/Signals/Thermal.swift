package import Fleet
package import Learning

extension Signal {
    /// Signal 2: how much slower heat makes a request, as this node has shown it.
    package enum Thermal {
        package static func slowdown(_ state: ThermalState?, _ node: NodeID, _ history: ThermalHistory) -> Double? {
            guard let state else { return nil }
            if case .nominal = state { return 1 }
            return history.slowdown(node, state)
        }

        /// Critical takes no new work while another candidate exists.
        package static func isLastResort(_ state: ThermalState?) -> Bool {
            if case .critical? = state { return true }
            return false
        }
    }
}
