package import Fleet

/// What a backend's hardware and a model are worth, apart from each other: the guesses behind `LatencyHistory`.
package struct SpeedTable: Sendable {
    /// Logarithms of bytes read per second while decoding, of the same for prompts, and of load rates.
    package struct BackendSpeed: Codable, Equatable, Sendable {
        package var decode = Estimate()
        package var prefill = Estimate()
        package var loadWarm = Estimate()
        package var loadCold = Estimate()

        package init() {}
    }

    /// How fast models come into memory, from disk and from the page cache.
    package struct LoadRates: Equatable, Sendable {
        package let cold: BytesPerSecond
        package let warm: BytesPerSecond
    }

    /// How far a model's size misjudges its cost, as logarithms; 0 is exactly as its size says.
    private struct ModelFactor {
        var decode = Estimate()
        var prefill = Estimate()
    }

    /// A revision moves on only when what it stands for has moved by some percent, so that predictions stay valid.
    private struct Revision {
        var number = 0
        var decode = 0.0
        var prefill = 0.0

        mutating func note(_ decode: Double, _ prefill: Double) {
            guard abs(decode - self.decode) > 0.03 || abs(prefill - self.prefill) > 0.03 else { return }
            number += 1
            self.decode = decode
            self.prefill = prefill
        }
    }

    package private(set) var backends: [BackendSpeed] = []
    /// What `backends` says about loads, kept ready for decisions to read.
    private var loadRates: [LoadRates] = []
    private var models: [ModelFactor] = []
    private var backendRevisions: [Revision] = []
    private var modelRevisions: [Revision] = []
    private var median = (decode: SpeedTable.decodeUnknown, prefill: SpeedTable.prefillUnknown)
    private var medianRevision = 0
    private var learnings = 0

    /// Hardware nobody described: a laptop that reads 60 GB/s, and prompts thirty times as fast.
    private static let decodeUnknown = 24.818
    private static let prefillUnknown = 28.219
    private static let loadColdUnknown = 20.72
    private static let loadWarmUnknown = 21.82
    /// What decoding reaches of the bandwidth on the data sheet.
    private static let efficiency = -0.4
    /// How much faster prompts are read than answers are written, before anything is known.
    private static let prefillAdvantage = 3.4

    // MARK: - Guessing

    /// Changes whenever a guess for this pair may have changed.
    // Always inlined, as it is asked for every candidate: a call would be given a copy of the table.
    @inline(__always)
    package func basis(_ backend: BackendID, _ model: ModelID) -> Int {
        let (backend, model) = (Int(backend.index), Int(model.index))
        let ofBackend = backend < backendRevisions.count ? backendRevisions[backend].number : 0
        let ofModel = model < modelRevisions.count ? modelRevisions[model].number : 0
        return ofBackend + ofModel + medianRevision
    }

    package func guess(_ holding: Holding, _ backend: Backend) -> (prefill: Double, decode: Double) {
        let size = Self.sizeLog(holding.size)
        let speed = backends.indices.contains(Int(backend.id.index)) ? backends[Int(backend.id.index)] : BackendSpeed()
        let factor =
            models.indices.contains(Int(holding.model.index)) ? models[Int(holding.model.index)] : ModelFactor()
        let hardware = hardwareLog(backend)
        let decode = speed.decode.blended(with: hardware.decode, priorWeight: 0.7)
        let prefill = speed.prefill.blended(with: hardware.prefill, priorWeight: 0.7)
        return (
            (prefill + factor.prefill.blended(with: 0, priorWeight: 2) - size).exponential,
            (decode + factor.decode.blended(with: 0, priorWeight: 2) - size).exponential
        )
    }

    @inline(__always)
    package func loadRates(on backend: BackendID) -> LoadRates {
        let index = Int(backend.index)
        return index < loadRates.count ? loadRates[index] : Self.loadRates(BackendSpeed())
    }

    private static func loadRates(_ speed: BackendSpeed) -> LoadRates {
        let cold = speed.loadCold.blended(with: loadColdUnknown, priorWeight: 0.5)
        let usual = speed.loadCold.weight > 0 ? cold + 1.1 : loadWarmUnknown
        let warm = speed.loadWarm.blended(with: usual, priorWeight: 0.5)
        return LoadRates(cold: BytesPerSecond(cold.exponential), warm: BytesPerSecond(warm.exponential))
    }

    private func hardwareLog(_ backend: Backend) -> (decode: Double, prefill: Double) {
        guard let bandwidth = backend.memoryBandwidth else { return median }
        let decode = bandwidth.value.logarithm + Self.efficiency
        return (decode, decode + Self.prefillAdvantage)
    }

    private static func sizeLog(_ size: ByteCount?) -> Double {
        Double(max(size?.value ?? 5_000_000_000, 50_000_000)).logarithm
    }

    // MARK: - Learning

    /// Takes apart what a holding's record now says: part of the surprise is the backend's, part the model's.
    package mutating func learn(_ record: LatencyHistory.Record, _ holding: Holding) {
        let backend = Int(holding.backend.index)
        let model = Int(holding.model.index)
        grow(backend: backend, model: model)
        let size = Self.sizeLog(holding.size)
        if let rate = record.decode.alone {
            Self.split(rate.logarithm + size, &backends[backend].decode, &models[model].decode)
        }
        if let rate = record.prefill.alone {
            Self.split(rate.logarithm + size, &backends[backend].prefill, &models[model].prefill)
        }
        backendRevisions[backend].note(backends[backend].decode.mean, backends[backend].prefill.mean)
        modelRevisions[model].note(models[model].decode.mean, models[model].prefill.mean)
        learnings += 1
        if learnings.isMultiple(of: 64) { findMedian() }
    }

    package mutating func learnLoad(_ bytes: ByteCount, took: Seconds, isWarm: Bool, on backend: BackendID) {
        guard bytes > .zero, took > .zero else { return }
        grow(backend: Int(backend.index), model: 0)
        let rate = (Double(bytes.value) / took.value).logarithm
        if isWarm {
            backends[Int(backend.index)].loadWarm.learn(rate, memory: 8, stepMax: 0.7)
        } else {
            backends[Int(backend.index)].loadCold.learn(rate, memory: 8, stepMax: 0.7)
        }
        loadRates[Int(backend.index)] = Self.loadRates(backends[Int(backend.index)])
    }

    /// The backend explains what it can; only what several backends leave over is the model's.
    private static func split(_ log: Double, _ speed: inout Estimate, _ factor: inout Estimate) {
        speed.learn(log - factor.blended(with: 0, priorWeight: 2), memory: 16, stepMax: 0.7)
        factor.learn(log - speed.mean, memory: 16, stepMax: 0.7)
    }

    private mutating func grow(backend: Int, model: Int) {
        while backends.count <= backend {
            backends.append(BackendSpeed())
            loadRates.append(Self.loadRates(BackendSpeed()))
            backendRevisions.append(Revision())
        }
        while models.count <= model {
            models.append(ModelFactor())
            modelRevisions.append(Revision())
        }
    }

    private mutating func findMedian() {
        let decode = backends.filter { $0.decode.weight >= 1 }.map(\.decode.mean).sorted()
        let prefill = backends.filter { $0.prefill.weight >= 1 }.map(\.prefill.mean).sorted()
        guard !decode.isEmpty, !prefill.isEmpty else { return }
        let found = (decode: decode[decode.count / 2], prefill: prefill[prefill.count / 2])
        guard abs(found.decode - median.decode) > 0.03 || abs(found.prefill - median.prefill) > 0.03 else { return }
        median = found
        medianRevision += 1
    }

    /// Nil where nothing was learned.
    package func learned(_ backend: BackendID) -> BackendSpeed? {
        guard backends.indices.contains(Int(backend.index)) else { return nil }
        let speed = backends[Int(backend.index)]
        return speed == BackendSpeed() ? nil : speed
    }

    package mutating func restore(_ speed: BackendSpeed, for backend: BackendID) {
        grow(backend: Int(backend.index), model: 0)
        backends[Int(backend.index)] = speed
        loadRates[Int(backend.index)] = Self.loadRates(speed)
        backendRevisions[Int(backend.index)].number += 1
    }
}
