package import Fleet

/// How fast each backend reads prompts and writes answers, learned from the requests it served.
///
/// A rate is taken apart into what the backend is worth (its effective memory bandwidth) and what the model costs (its
/// size, and how far size misjudges it: mixtures of experts read a fraction of theirs). So a model never seen on a
/// backend is predicted from the other models there and from the same model elsewhere; before that from the hardware's
/// bandwidth, and before that from the median of the fleet. Rates are kept for a cool and otherwise idle machine.
package struct LatencyHistory: Sendable {
    /// What is known of one holding; predicted rates are kept ready for the decision to read.
    package struct Record: Codable, Sendable {
        package var prefill = RateCurve(sharing: 0.8)
        package var decode = RateCurve(sharing: 0.3)
        package var overhead = Estimate(mean: 0.05, weight: 1)
        package var failures = Estimate()
        package var truncations = Estimate()
        package var failedAt = Instant.distantPast
        package fileprivate(set) var prefillRates = SIMD8<Float>()
        package fileprivate(set) var decodeRates = SIMD8<Float>()
        fileprivate var basis = -1

        /// What outlives the process: the predictions are made anew.
        private enum CodingKeys: CodingKey {
            case prefill, decode, overhead, failures, truncations
        }

        package init() {}
    }

    package private(set) var records: [Record] = []
    package private(set) var speeds = SpeedTable()

    package init() {}

    package subscript(id: HoldingID) -> Record? {
        records.indices.contains(Int(id.index)) ? records[Int(id.index)] : nil
    }

    /// Readies predictions for a holding whose basis (backend, model, fleet) has moved. Cheap when nothing has.
    package mutating func prepare(_ holding: borrowing Holding, _ backend: borrowing Backend) {
        let index = Int(holding.id.index)
        while records.count <= index { records.append(Record()) }
        let basis = speeds.basis(holding.backend, holding.model)
        guard records[index].basis != basis else { return }
        records[index].basis = basis
        predict(index, holding, backend)
    }

    private mutating func predict(_ index: Int, _ holding: borrowing Holding, _ backend: borrowing Backend) {
        let prior = speeds.guess(holding, backend)
        records[index].prefillRates = records[index].prefill.rates(prior: prior.prefill, priorWeight: 1)
        records[index].decodeRates = records[index].decode.rates(prior: prior.decode, priorWeight: 1)
    }

    // MARK: - Learning

    package mutating func learn(_ observation: Observation, _ holding: Holding, _ backend: Backend) {
        prepare(holding, backend)
        let index = Int(holding.id.index)
        learnPrefill(observation, index)
        learnDecode(observation, index)
        records[index].failures.learn(0, memory: 12)
        records[index].truncations.learn(0, memory: 12)
        speeds.learn(records[index], holding)
        predict(index, holding, backend)
    }

    private mutating func learnPrefill(_ seen: Observation, _ index: Int) {
        let fresh = Double(seen.promptTokens - seen.cachedTokens)
        if let measured = seen.prefill, fresh >= 16 {
            records[index].prefill.learn(fresh / measured.value * seen.slowdown, concurrency: seen.concurrency)
            records[index].overhead.learn(max(0, (seen.timeToFirstToken - measured).value), stepMax: 0.5)
            return
        }
        let rate = Double(records[index].prefillRates[RateCurve.cell(seen.concurrency)])
        let expected = fresh / rate * seen.slowdown
        let overhead = records[index].overhead.mean
        if fresh < 64 || expected < overhead {
            records[index].overhead.learn(max(0, seen.timeToFirstToken.value - expected), stepMax: 0.5)
        } else {
            let reading = max(seen.timeToFirstToken.value - overhead, seen.timeToFirstToken.value / 4)
            records[index].prefill.learn(fresh / reading * seen.slowdown, concurrency: seen.concurrency)
        }
    }

    private mutating func learnDecode(_ seen: Observation, _ index: Int) {
        guard seen.outputTokens >= 4, seen.decode > .zero else { return }
        let rate = Double(seen.outputTokens - 1) / seen.decode.value
        records[index].decode.learn(rate * seen.slowdown, concurrency: seen.concurrency)
    }

    package mutating func learnLoad(_ bytes: ByteCount, took: Seconds, isWarm: Bool, on backend: BackendID) {
        speeds.learnLoad(bytes, took: took, isWarm: isWarm, on: backend)
    }

    package mutating func fail(_ holding: HoldingID, isTruncation: Bool, at now: Instant) {
        let index = Int(holding.index)
        while records.count <= index { records.append(Record()) }
        records[index].failedAt = now
        records[index].failures.learn(1, memory: 12)
        if isTruncation { records[index].truncations.learn(1, memory: 12) }
    }

    // MARK: - Keeping

    package mutating func restore(_ record: Record, for holding: HoldingID) {
        while records.count <= Int(holding.index) { records.append(Record()) }
        records[Int(holding.index)] = record
        records[Int(holding.index)].basis = -1
    }

    package mutating func restore(_ speed: SpeedTable.BackendSpeed, for backend: BackendID) {
        speeds.restore(speed, for: backend)
    }
}

extension LatencyHistory.Record {
    package func prefill(tokens: Double, concurrency: Double) -> Seconds {
        Seconds(overhead.mean + tokens / Double(prefillRates[RateCurve.cell(concurrency)]))
    }

    package func decode(tokens: Double, concurrency: Double) -> Seconds {
        Seconds(tokens / Double(decodeRates[RateCurve.cell(concurrency)]))
    }

    /// How likely the next request fails: recent failures count, and are forgiven by half each minute without one.
    package func failureChance(at now: Instant) -> Double {
        guard failures.mean > 0 else { return 0 }
        let minutes = max(0, (now - failedAt).value / 60)
        return min(0.9, failures.blended(with: 0, priorWeight: 2) / (1 + minutes * minutes + minutes))
    }

    /// 0 when everything is a guess, towards 1 with experience.
    package var confidence: Double { Double(decode.weight / (decode.weight + 4)) }
}
