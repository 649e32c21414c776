package import Fleet

/// How long answers are: per model, and per client where a client differs.
///
/// Lengths have heavy tails, so each model keeps a histogram in powers of two and the expected rest of an answer that is
/// already long grows instead of falling to nothing.
package struct OutputLength: Sendable {
    package struct Histogram: Codable, Equatable, Sendable {
        /// Cell k counts answers of 2^k up to 2^(k+1) tokens.
        package var counts = SIMD16<Float>()

        package init() {}
    }

    private struct Key: Hashable {
        let client: ClientID
        let model: ModelID
    }

    private var models: [Histogram] = []
    private var rests: [SIMD16<Float>] = []
    /// What `rests` do not know of yet: looked through anew for each sixteenth of what is known.
    private var news: [Float] = []
    private var clients: [Key: Estimate] = [:]
    private let clientsMax: Int
    /// How often something was learned.
    package private(set) var lessons = 0

    /// Before anything is known an answer has this many tokens.
    private static let usual = 200.0

    package init(clientsMax: Int = 4096) {
        self.clientsMax = clientsMax
    }

    package func expected(_ model: ModelID, _ client: ClientID, limit: Int?) -> Double {
        var tokens = rest(model, produced: 0)
        if let own = clients[Key(client: client, model: model)] {
            tokens = own.blended(with: tokens, priorWeight: 6)
        }
        return limit.map { min(tokens, Double($0)) } ?? tokens
    }

    /// The tokens still to come after `produced`, on average over the answers that got that far.
    package func rest(_ model: ModelID, produced: Double) -> Double {
        guard rests.indices.contains(Int(model.index)), models[Int(model.index)].counts.sum() >= 3 else {
            return max(Self.usual - produced, Self.usual / 4)
        }
        return Double(rests[Int(model.index)][Self.cell(produced)])
    }

    package mutating func learn(_ model: ModelID, _ client: ClientID, tokens: Int) {
        let index = Int(model.index)
        grow(to: index)
        lessons += 1
        models[index].counts *= 0.995
        models[index].counts[Self.cell(Double(tokens))] += 1
        news[index] += 1
        if news[index] * 16 >= models[index].counts.sum() { findRests(index) }
        if clients.count >= clientsMax { forgetSome() }
        clients[Key(client: client, model: model), default: Estimate()].learn(Double(tokens), memory: 30)
    }

    /// Nil where nothing was learned.
    package func histogram(of model: ModelID) -> Histogram? {
        guard models.indices.contains(Int(model.index)) else { return nil }
        let histogram = models[Int(model.index)]
        return histogram.counts == .zero ? nil : histogram
    }

    package mutating func restore(_ histogram: Histogram, for model: ModelID) {
        grow(to: Int(model.index))
        models[Int(model.index)] = histogram
        findRests(Int(model.index))
    }

    private mutating func grow(to index: Int) {
        while models.count <= index {
            models.append(Histogram())
            rests.append(.zero)
            news.append(0)
        }
    }

    private mutating func findRests(_ index: Int) {
        rests[index] = Self.rests(models[index])
        news[index] = 0
    }

    private static func cell(_ tokens: Double) -> Int {
        tokens < 2 ? 0 : min(15, Int(tokens).bitWidth - 1 - Int(tokens).leadingZeroBitCount)
    }

    /// For each cell: the mean of what is beyond its start, given that the answer got there.
    private static func rests(_ histogram: Histogram) -> SIMD16<Float> {
        var answer = SIMD16<Float>()
        var count: Float = 0
        var sum: Float = 0
        for cell in stride(from: 15, through: 0, by: -1) {
            let start: Float = cell == 0 ? 0 : Float(1 << cell)
            count += histogram.counts[cell]
            sum += histogram.counts[cell] * Float(1 << cell) * 1.44
            answer[cell] = count > 0.05 ? max(sum / count - start, 1) : max(start / 2, 1)
        }
        return answer
    }

    /// Bounded: the clients seen least are the ones forgotten.
    private mutating func forgetSome() {
        let weights = clients.values.map(\.weight).sorted()
        let limit = weights[weights.count / 2]
        clients = clients.filter { $0.value.weight > limit }
    }
}
