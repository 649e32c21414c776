package import Fleet

/// Which backends probably still have the beginning of a prompt in their cache.
///
/// Conversations and shared prefixes are one thing here: marks along a prompt, and who served a prompt with that mark
/// last. Credit is given in tokens that need not be read again, so it competes in seconds like everything else. What
/// nearly every request of a model begins with earns none: all backends have it, and it would pull everything to one.
package struct Affinity: Sendable {
    package struct Credit: Equatable, Sendable {
        package let backend: BackendID
        package let tokens: Int
    }

    /// Who served a prompt with this mark: the last four.
    private struct Holders {
        var backends = SIMD4<Int32>(repeating: -1)
        /// How many prompt tokens each had read when it did.
        var stamps = SIMD4<Double>()
        var times = SIMD4<Int64>()
        var uses = 1.0
        /// The model's count of requests when the mark was first seen.
        let since: Double
    }

    private var young: [UInt64: Holders] = [:]
    private var old: [UInt64: Holders] = [:]
    /// Prompt tokens read so far, by holding: a cache of n tokens has forgotten what was n tokens ago.
    private var read: [Double] = []
    private var requests: [Double] = []
    package private(set) var credits: [Credit] = []
    private let marksMax: Int

    private static let requestsMin = 20.0
    private static let shareMax = 0.8

    package init(marksMax: Int = 32_768) {
        self.marksMax = marksMax
    }

    /// Works out what each backend has of this prompt, into `credits`.
    package mutating func findCredits(_ request: Request, _ model: ModelID, _ fleet: FleetState, slots: [Int32]) {
        credits.removeAll(keepingCapacity: true)
        var common = 0
        let seen = requests.indices.contains(Int(model.index)) ? requests[Int(model.index)] : 0
        for mark in marks(of: request) {
            guard let holders = look(mark.hash, model) else { break }
            if seen - holders.since >= Self.requestsMin, holders.uses >= Self.shareMax * (seen - holders.since) {
                common = mark.tokens
                continue
            }
            for place in 0..<4 where holders.backends[place] >= 0 {
                let backend = BackendID(index: Int(holders.backends[place]))
                guard stillHas(holders, place, model, backend, fleet, slots) else { continue }
                credit(backend, mark.tokens - common)
            }
        }
    }

    /// The backend has read this prompt.
    package mutating func record(_ request: Request, _ holding: Holding, at now: Instant) {
        let model = Int(holding.model.index)
        while requests.count <= model { requests.append(0) }
        while read.count <= Int(holding.id.index) { read.append(0) }
        requests[model] += 1
        read[Int(holding.id.index)] += Double(request.promptTokens)
        for mark in marks(of: request) { note(mark.hash, holding, at: now) }
    }

    private func marks(of request: Request) -> [PrefixMark] {
        guard let session = request.session, request.prefix.isEmpty else { return request.prefix }
        // A client that names its session but whose prompt was not marked: the session itself is the mark.
        return [PrefixMark(hash: session, tokens: request.promptTokens / 2)]
    }

    private func look(_ hash: UInt64, _ model: ModelID) -> Holders? {
        let key = Self.key(hash, model)
        return young[key] ?? old[key]
    }

    private func stillHas(
        _ holders: Holders,
        _ place: Int,
        _ model: ModelID,
        _ backend: BackendID,
        _ fleet: FleetState,
        _ slots: [Int32]
    ) -> Bool {
        guard let id = fleet.residents[Int(backend.index)].first(where: { fleet[$0].model == model }) else {
            return false
        }
        guard fleet[id].isResident, fleet[id].unloadedAt.nanoseconds < holders.times[place] else { return false }
        let cache = Double((fleet[id].contextLength ?? 4096) * Int(slots[Int(id.index)]))
        return read[Int(id.index)] - holders.stamps[place] < cache
    }

    private mutating func credit(_ backend: BackendID, _ tokens: Int) {
        guard tokens > 0 else { return }
        if let index = credits.firstIndex(where: { $0.backend == backend }) {
            credits[index] = Credit(backend: backend, tokens: max(tokens, credits[index].tokens))
        } else if credits.count < 8 {
            credits.append(Credit(backend: backend, tokens: tokens))
        }
    }

    private mutating func note(_ hash: UInt64, _ holding: Holding, at now: Instant) {
        let key = Self.key(hash, holding.model)
        var holders = young[key] ?? old[key] ?? Holders(since: requests[Int(holding.model.index)] - 1)
        holders.uses += holders.times == .zero ? 0 : 1
        let same = (0..<4).first { holders.backends[$0] == holding.backend.index }
        let place = same ?? (0..<4).min { holders.times[$0] < holders.times[$1] } ?? 0
        holders.backends[place] = holding.backend.index
        holders.stamps[place] = read[Int(holding.id.index)]
        holders.times[place] = now.nanoseconds
        if young.count >= marksMax / 2 {
            old = young
            young = [:]
        }
        young[key] = holders
    }

    private static func key(_ hash: UInt64, _ model: ModelID) -> UInt64 {
        hash ^ (UInt64(truncatingIfNeeded: model.index) &* 0x9E37_79B9_7F4A_7C15)
    }
}
