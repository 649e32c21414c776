/// One model on one backend: where it is, how big it is, and how long it stays.
package struct Holding: Sendable {
    package enum Place: Sendable {
        /// The backend no longer has it; the number is kept for what was learned.
        case gone
        case disk
        case loading
        case resident
    }

    package let id: HoldingID
    package let backend: BackendID
    package let model: ModelID
    package var place = Place.disk
    package var unready: Unreadiness?
    package var capabilities: Capability?
    package var contextLength: Int?
    package var contextMax: Int?
    package var size: ByteCount?
    package var residentSize: ByteCount?
    package var expiresAt = Instant.distantFuture
    package var isPinned = false
    package var loadStartedAt = Instant.distantPast
    /// While a load is under way: when it is expected to be done.
    package var loadedAt = Instant.distantFuture
    /// The last time it left memory: until the page cache forgets, it loads faster.
    package var unloadedAt = Instant.distantPast
    package var usedAt = Instant.distantPast
    /// What the router itself just did (started a load, saw an answer) is newer than a report until then.
    var trustedUntil = Instant.distantPast

    package init(id: HoldingID, backend: BackendID, model: ModelID) {
        self.id = id
        self.backend = backend
        self.model = model
    }

    // Patterns, not `==`: a comparison made in another module is a call.
    @inlinable
    package var isResident: Bool {
        if case .resident = place { true } else { false }
    }

    @inlinable
    package var isLoading: Bool {
        if case .loading = place { true } else { false }
    }
}
