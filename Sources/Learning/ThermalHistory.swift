package import Fleet

/// How much slower each node gets as it heats up, learned from its own tokens per second in each state.
package struct ThermalHistory: Sendable {
    /// One node's slowdowns, as logarithms. It starts with 1.0, 1.1, 1.5 and 3.0.
    package struct Record: Codable, Equatable, Sendable {
        fileprivate var logs = SIMD4<Float>(0, 0.0953, 0.4055, 1.0986)
        fileprivate var weights = SIMD4<Float>()

        /// The usual value is worth three observations.
        fileprivate mutating func learn(_ log: Float, _ state: ThermalState) {
            let weight = min(weights[state.rawValue], 21) + 1
            weights[state.rawValue] = weight
            logs[state.rawValue] += (log - logs[state.rawValue]) / (weight + 3)
        }
    }

    private var nodes: [Record] = []
    /// How often something was learned.
    package private(set) var lessons = 0
    private static let usualFactors = SIMD4<Double>(1, 1.1, 1.5, 3)

    package init() {}

    package func slowdown(_ node: NodeID, _ state: ThermalState) -> Double {
        let index = Int(node.index)
        guard nodes.indices.contains(index), nodes[index].weights[state.rawValue] > 0 else {
            return Self.usualFactors[state.rawValue]
        }
        return Double(nodes[index].logs[state.rawValue]).exponential
    }

    /// `ratio`: how much slower than when cool a request just was.
    package mutating func learn(_ node: NodeID, _ state: ThermalState, ratio: Double) {
        guard state != .nominal, ratio.isFinite, ratio > 0 else { return }
        grow(to: node)
        lessons += 1
        nodes[Int(node.index)].learn(Float(min(max(ratio, 1), 20).logarithm), state)
    }

    /// Nil where nothing was learned.
    package func record(of node: NodeID) -> Record? {
        guard nodes.indices.contains(Int(node.index)) else { return nil }
        let record = nodes[Int(node.index)]
        return record.weights == .zero ? nil : record
    }

    package mutating func restore(_ record: Record, for node: NodeID) {
        grow(to: node)
        nodes[Int(node.index)] = record
    }

    private mutating func grow(to node: NodeID) {
        while nodes.count <= Int(node.index) { nodes.append(Record()) }
    }
}
