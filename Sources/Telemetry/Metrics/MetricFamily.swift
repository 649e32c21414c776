import Synchronization

/// One metric for each combination of label values, of which there are never more than declared.
///
/// A label's first values, up to its bound, are kept apart; every later one counts as `other`, so that no client can grow the page
/// by inventing names. Looking one up takes a lock: keep the metric where the same labels come again and again.
package final class MetricFamily<Child: Metric>: Sendable {
    private struct State {
        var children: [[String]: Child] = [:]
        var order: [[String]] = []
        var seen: [Set<String>]
    }

    private let labels: [BoundedLabel]
    private let make: @Sendable () -> Child
    private let state: Mutex<State>

    init(labels: [BoundedLabel], make: @escaping @Sendable () -> Child) {
        precondition(Set(labels.map(\.name)).count == labels.count)
        self.labels = labels
        self.make = make
        state = Mutex(State(seen: labels.map { _ in [] }))
    }

    /// - Parameter values: one for each label, in their order.
    package subscript(_ values: String...) -> Child {
        precondition(values.count == labels.count)
        return state.withLock { state in
            if let child = state.children[values] { return child }
            let bounded = values.indices.map { bound(values[$0], of: $0, in: &state) }
            if let child = state.children[bounded] { return child }
            let child = make()
            state.children[bounded] = child
            state.order.append(bounded)
            return child
        }
    }

    private func bound(_ value: String, of index: Int, in state: inout State) -> String {
        if state.seen[index].contains(value) { return value }
        guard state.seen[index].count < labels[index].valuesMax else { return "other" }
        state.seen[index].insert(value)
        return value
    }
}

extension MetricFamily: MetricSource {
    func write(to page: inout MetricsPage, name: String) {
        let children = state.withLock { state in state.order.compactMap { key in state.children[key].map { (key, $0) } }
        }
        for (values, child) in children {
            let pairs = zip(labels, values).map { MetricLabel(name: $0.name, value: $1) }
            child.write(to: &page, name: name, labels: pairs)
        }
    }
}
