package import Fleet

/// How fast each backend reads prompts and writes answers, learned from the requests it served.
///
/// A rate is taken apart into what the backend is worth (its effective memory bandwidth) and what the model costs (its
/// size, and how far size misjudges it: mixtures of experts read a fraction of theirs). So a model never seen on a
/// backend is predicted from the other models there and from the same model elsewhere; before that from the hardware's
/// bandwidth, and before that from the median of the fleet. Rates are kept for a cool and otherwise idle machine.
package struct LatencyHistory: Sendable {
    /// What is known of one holding.
    package struct Record: Codable, Equatable, Sendable {
        package var prefill = RateCurve(sharing: 0.8)
        package var decode = RateCurve(sharing: 0.3)
        package var overhead = Estimate(mean: 0.05, weight: 1)
        package var failures = Estimate()
        package var truncations = Estimate()
        package var failedAt = Instant.distantPast

        /// What outlives the process.
        private enum CodingKeys: CodingKey {
            case prefill, decode, overhead, failures, truncations
        }

        package init() {}
    }

    package private(set) var records: [Record] = []
    /// What the records say, kept ready for decisions to read.
    package private(set) var predictions: [Prediction] = []
    /// The curves each prediction was made of.
    private var predicted: [(prefill: RateCurve, decode: RateCurve)] = []
    package private(set) var speeds = SpeedTable()
    /// How often something was learned.
    package private(set) var lessons = 0

    package init() {}

    package subscript(id: HoldingID) -> Prediction? {
        predictions.indices.contains(Int(id.index)) ? predictions[Int(id.index)] : nil
    }

    package func record(of id: HoldingID) -> Record? {
        records.indices.contains(Int(id.index)) ? records[Int(id.index)] : nil
    }

    @inline(__always)
    package func loadRates(on backend: BackendID) -> SpeedTable.LoadRates { speeds.loadRates(on: backend) }

    /// What is predicted there still stands: nothing it rests on (backend, model, fleet) has moved.
    package func isReady(_ holding: HoldingID, _ backend: BackendID, _ model: ModelID) -> Bool {
        let index = Int(holding.index)
        return index < predictions.count && predictions[index].basis == speeds.basis(backend, model)
    }

    /// Readies the prediction for a holding. Cheap when nothing has moved.
    package mutating func prepare(_ holding: Holding, _ backend: Backend) {
        if isReady(holding.id, holding.backend, holding.model) { return }
        grow(to: Int(holding.id.index))
        predict(Int(holding.id.index), holding, backend)
    }

    private mutating func predict(_ index: Int, _ holding: Holding, _ backend: Backend) {
        let prior = speeds.guess(holding, backend)
        let record = records[index]
        predictions[index].basis = speeds.basis(holding.backend, holding.model)
        predictions[index].prefillRates = record.prefill.rates(prior: prior.prefill, priorWeight: 1)
        predictions[index].decodeRates = record.decode.rates(prior: prior.decode, priorWeight: 1)
        predictions[index].confidence = Double(record.decode.weight / (record.decode.weight + 4))
        predicted[index] = (record.prefill, record.decode)
        describeFailures(index)
    }

    /// The rates that were predicted are those the record still says.
    private func isPredicted(_ index: Int) -> Bool {
        records[index].prefill.isNear(predicted[index].prefill) && records[index].decode.isNear(predicted[index].decode)
    }

    private mutating func describeFailures(_ index: Int) {
        predictions[index].overhead = records[index].overhead.mean
        predictions[index].failureShare = records[index].failures.blended(with: 0, priorWeight: 2)
        predictions[index].failedAt = records[index].failedAt
    }

    private mutating func grow(to index: Int) {
        while records.count <= index {
            let record = Record()
            records.append(record)
            predictions.append(Prediction())
            predicted.append((record.prefill, record.decode))
        }
    }

    // MARK: - Learning

    package mutating func learn(_ observation: Observation, _ holding: Holding, _ backend: Backend) {
        prepare(holding, backend)
        lessons += 1
        let index = Int(holding.id.index)
        learnPrefill(observation, index)
        learnDecode(observation, index)
        records[index].failures.learn(0, memory: 12)
        records[index].truncations.learn(0, memory: 12)
        if isPredicted(index) {
            describeFailures(index)
        } else {
            speeds.learn(records[index], holding)
            predict(index, holding, backend)
        }
    }

    private mutating func learnPrefill(_ seen: Observation, _ index: Int) {
        let fresh = Double(seen.promptTokens - seen.cachedTokens)
        if let measured = seen.prefill, fresh >= 16 {
            records[index].prefill.learn(fresh / measured.value * seen.slowdown, concurrency: seen.concurrency)
            records[index].overhead.learn(max(0, (seen.timeToFirstToken - measured).value), stepMax: 0.5)
            return
        }
        let rate = Double(predictions[index].prefillRates[RateCurve.cell(seen.concurrency)])
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
        lessons += 1
        speeds.learnLoad(bytes, took: took, isWarm: isWarm, on: backend)
    }

    package mutating func fail(_ holding: HoldingID, isTruncation: Bool, at now: Instant) {
        let index = Int(holding.index)
        grow(to: index)
        lessons += 1
        records[index].failedAt = now
        records[index].failures.learn(1, memory: 12)
        if isTruncation { records[index].truncations.learn(1, memory: 12) }
        describeFailures(index)
    }

    // MARK: - Keeping

    package mutating func restore(_ record: Record, for holding: HoldingID) {
        grow(to: Int(holding.index))
        records[Int(holding.index)] = record
        predictions[Int(holding.index)].basis = -1
    }

    package mutating func restore(_ speed: SpeedTable.BackendSpeed, for backend: BackendID) {
        speeds.restore(speed, for: backend)
    }
}
