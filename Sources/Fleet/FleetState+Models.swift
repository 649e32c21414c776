extension FleetState {
    /// Takes the full list of a backend's models: what is missing from it is gone.
    package mutating func take(_ reports: [ModelReport], on backend: BackendID, at now: Instant) {
        var present: Set<HoldingID> = []
        for report in reports.prefix(policy.modelsPerBackendMax) {
            for id in holdings(for: report, on: backend) {
                // An alias listed beside its model describes the same memory: a resident entry outweighs one on disk.
                if present.contains(id), report.place.isPut { continue }
                present.insert(id)
                spellings[Int(id.index)] = report.spelling ?? report.name.text
                update(id) { Self.update(&$0, with: report, at: now) }
            }
        }
        for id in holdingsByBackend[Int(backend.index)] where !present.contains(id) {
            update(id) { $0.place = .gone }
        }
    }

    private mutating func holdings(for report: ModelReport, on backend: BackendID) -> [HoldingID] {
        let files = ModelFiles(name: report.name, digest: report.digest)
        if let known = holdingsByName[Int(backend.index)][files] { return known }
        guard holdingsByName[Int(backend.index)].count < policy.modelsPerBackendMax else { return [] }
        let ids = catalog.admit(report.name, report.digest).map { model in
            holding(of: model, on: backend) ?? addHolding(of: model, on: backend, named: report.name)
        }
        holdingsByName[Int(backend.index)][files] = ids
        return ids
    }

    private mutating func addHolding(of model: ModelID, on backend: BackendID, named name: ModelName) -> HoldingID {
        while holdingsByModel.count <= Int(model.index) {
            holdingsByModel.append([])
            holdingsFree.append(0..<0)
            residentCounts.append(0)
        }
        let id = nextHolding(of: model)
        holdings[Int(id.index)] = Holding(id: id, backend: backend, model: model)
        servedNames[Int(id.index)] = name
        spellings[Int(id.index)] = name.text
        holdingsByModel[Int(model.index)].append(id)
        holdingsByBackend[Int(backend.index)].append(id)
        return id
    }

    /// A model gets its numbers in blocks, each as large as all it has so far: what a decision reads lies close together, and
    /// at most half of the numbers are not in use.
    private mutating func nextHolding(of model: ModelID) -> HoldingID {
        if holdingsFree[Int(model.index)].isEmpty {
            let count = min(max(holdingsByModel[Int(model.index)].count, 1), Self.blockMax)
            holdingsFree[Int(model.index)] = holdings.count..<(holdings.count + count)
            for index in holdingsFree[Int(model.index)] {
                var unused = Holding(id: HoldingID(index: index), backend: BackendID(index: -1), model: model)
                unused.place = .gone
                holdings.append(unused)
                servedNames.append(catalog.name(of: model))
                spellings.append(catalog.name(of: model).text)
            }
        }
        return HoldingID(index: holdingsFree[Int(model.index)].removeFirst())
    }

    private static let blockMax = 64

    private static func update(_ holding: inout Holding, with report: ModelReport, at now: Instant) {
        holding.size = report.size?.cut(to: ReportBounds.bytes) ?? holding.size
        holding.contextMax = report.contextMax?.cut(to: ReportBounds.tokens) ?? holding.contextMax
        holding.capabilities = report.capabilities ?? holding.capabilities
        holding.isPinned = report.isPinned ?? false
        holding.unready = report.unready
        holding.expiresAt = report.expiresIn.map { now + $0 } ?? .distantFuture
        switch report.place {
        case .resident:
            holding.place = .resident
            holding.contextLength = report.contextLength?.cut(to: ReportBounds.tokens) ?? holding.contextLength
            holding.residentSize = report.residentSize?.cut(to: ReportBounds.bytes) ?? holding.residentSize
        case .loading:
            if !holding.isLoading { holding.loadStartedAt = now }
            holding.place = .loading
        case .disk where holding.trustedUntil > now && holding.place != .gone:
            break
        case .listed:
            // What the router saw itself is all that is known; a load that it saw begin and not end has come to nothing.
            let hasFailed = holding.isLoading && holding.trustedUntil <= now
            if holding.place == .gone || hasFailed { holding.place = .disk }
        case .disk:
            if holding.isResident { holding.unloadedAt = now }
            holding.place = .disk
            holding.contextLength = nil
        }
    }

    // MARK: - What the router saw itself

    /// A load was asked for: it takes memory at once, and ends the stay of whatever had to go.
    package mutating func noteLoading(
        _ id: HoldingID,
        needing memory: ByteCount?,
        context: Int?,
        until end: Instant,
        evicting: [HoldingID],
        at now: Instant
    ) {
        for evicted in evicting { noteUnloaded(evicted, at: now) }
        let trustedUntil = max(end, now) + policy.ownViewLasts
        update(id) { holding in
            holding.place = .loading
            holding.loadStartedAt = now
            holding.loadedAt = end
            holding.contextLength = context ?? holding.contextLength
            holding.residentSize = memory ?? holding.residentSize
            holding.trustedUntil = trustedUntil
            holding.usedAt = now
        }
        free(-(memory ?? .zero), on: self[id].backend)
    }

    /// An answer came from it, so it is in memory whatever the last report said.
    package mutating func noteResident(_ id: HoldingID, at now: Instant) {
        // The last answer of a backend that was taken away.
        if self[id].place == .gone, self[self[id].backend].isGone { return }
        let trustedUntil = now + policy.ownViewLasts
        if !self[id].isResident, self[self[id].backend].kind.traits.holdsOneModel {
            for other in residents[Int(self[id].backend.index)] where other != id { noteUnloaded(other, at: now) }
        }
        update(id) { holding in
            holding.place = .resident
            holding.loadedAt = .distantFuture
            holding.trustedUntil = trustedUntil
            holding.usedAt = now
        }
    }

    package mutating func noteUsed(_ id: HoldingID, at now: Instant) { update(id) { $0.usedAt = now } }

    package mutating func noteUnloaded(_ id: HoldingID, at now: Instant) {
        guard self[id].place == .resident || self[id].place == .loading else { return }
        free(self[id].residentSize ?? self[id].size ?? .zero, on: self[id].backend)
        update(id) { holding in
            holding.place = .disk
            holding.contextLength = nil
            holding.unloadedAt = now
            holding.trustedUntil = .distantPast
        }
    }

    /// The backend answered that it does not have it; the next report may know better.
    package mutating func noteAbsent(_ id: HoldingID) { update(id) { $0.place = .gone } }

    private mutating func update(_ id: HoldingID, _ change: (inout Holding) -> Void) {
        let before = self[id]
        change(&holdings[Int(id.index)])
        let after = self[id]
        if before.isResident != after.isResident {
            residentCounts[Int(after.model.index)] += after.isResident ? 1 : -1
        }
        let wasIn = before.isResident || before.isLoading
        let isIn = after.isResident || after.isLoading
        if isIn && !wasIn { residents[Int(after.backend.index)].append(id) }
        if wasIn && !isIn { residents[Int(after.backend.index)].removeAll { $0 == id } }
    }

    private mutating func free(_ amount: ByteCount, on backend: BackendID) {
        guard let known = backends[Int(backend.index)].memoryFree else { return }
        backends[Int(backend.index)].memoryFree = max(.zero, known + amount)
    }
}

extension ModelReport.Place {
    /// Not in memory, as far as is said.
    fileprivate var isPut: Bool {
        switch self {
        case .disk, .listed: true
        case .loading, .resident: false
        }
    }
}

/// What a report calls a model: the name alone may change its meaning when its files do.
struct ModelFiles: Hashable, Sendable {
    let name: ModelName
    let digest: ModelDigest?
}

extension ByteCount {
    static prefix func - (amount: ByteCount) -> ByteCount { .zero - amount }
}
