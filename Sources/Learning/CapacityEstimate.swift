package import Fleet

/// How many requests a backend should serve at once with a model.
///
/// Starts from what the backend reports. A reported number of slots is a fact and an upper limit; a server that batches
/// without one is explored: a step up while the last step brought throughput, a step down when requests got slower by
/// more than throughput grew.
package struct CapacityEstimate: Codable, Equatable, Sendable {
    /// Tokens per second over all requests, at each step of `steps`.
    private var throughput = SIMD16<Float>()
    private var weights = SIMD16<Float>()
    private var level: Int
    private let levelMax: Int
    private let reported: Int?

    package static let steps: [Int] = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256]

    package init(reported: Int?, kind: BackendKind) {
        let start = reported ?? kind.slotsUnreported
        self.reported = reported
        self.level = Self.level(of: start)
        self.levelMax = reported != nil && kind.hasFixedSlots ? Self.level(of: start) : Self.steps.count - 1
    }

    /// What was kept comes from a disk: a level that is none would end the program at every start.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        throughput = try values.decode(SIMD16<Float>.self, forKey: .throughput)
        weights = try values.decode(SIMD16<Float>.self, forKey: .weights)
        level = try values.decode(Int.self, forKey: .level)
        levelMax = try values.decode(Int.self, forKey: .levelMax)
        reported = try values.decodeIfPresent(Int.self, forKey: .reported)
        guard Self.steps.indices.contains(levelMax), (0...levelMax).contains(level) else {
            throw DecodingError.dataCorruptedError(forKey: .level, in: values, debugDescription: "no such level")
        }
    }

    package var slots: Int { Self.steps[level] }

    /// A backend that was started anew with other slots is another backend: what was learned starts over.
    package func isAbout(_ reported: Int?) -> Bool { reported == nil || reported == self.reported }

    /// `tokensPerSecond`: what one request got, from being sent to its end; `concurrency`: how many shared the backend.
    package mutating func learn(tokensPerSecond: Double, concurrency: Double) {
        guard tokensPerSecond.isFinite, tokensPerSecond > 0 else { return }
        let cell = Self.level(of: Int(concurrency.rounded()))
        let total = Float(tokensPerSecond * max(concurrency, 1))
        weights[cell] = min(weights[cell], 15) + 1
        throughput[cell] += (total - throughput[cell]) / weights[cell]
        if cell >= level { adapt() }
    }

    /// Only a full backend says anything about its limit.
    private mutating func adapt() {
        guard weights[level] >= 8 else { return }
        guard let below = (0..<level).last(where: { weights[$0] >= 3 }) else {
            if level == 0 || weights[level] >= 16 { raise() }
            return
        }
        let gain = throughput[level] / throughput[below]
        if gain < 1 { lower() } else if gain > 1.05 { raise() }
    }

    private mutating func raise() {
        guard level < levelMax else { return }
        level += 1
        weights[level] = min(weights[level], 4)
    }

    private mutating func lower() {
        level -= 1
        weights[level] = min(weights[level], 4)
    }

    private static func level(of slots: Int) -> Int {
        (steps.lastIndex { $0 <= max(slots, 1) }) ?? 0
    }
}
