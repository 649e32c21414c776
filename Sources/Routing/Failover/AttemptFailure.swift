import Fleet

/// Why an attempt failed: whose fault, how far it got. What follows from it is not the reporter's business.
package struct AttemptFailure: Error, Equatable, Sendable {
    package enum Source: Equatable, Sendable {
        case client, backend, router
    }

    /// How far the answer got.
    package enum Stage: Comparable, Sendable {
        case connecting, waiting, streaming
    }

    package enum Kind: Equatable, Sendable {
        /// Refused, reset, timed out, or a protocol error.
        case connection
        /// A status of 500 and above, or 408.
        case status(Int)
        /// 429: it is busy, not broken.
        case tooManyRequests
        /// 404 for a model it claimed to have.
        case modelMissing
        /// No token within the time it should have taken.
        case firstTokenLate
        /// The stream ended without its end.
        case torn
        /// A request no backend would take; of the router's own accord, one that this backend has no words for.
        case rejected(Int)
    }

    package var source: Source
    package var stage: Stage
    package var kind: Kind

    package init(source: Source = .backend, stage: Stage, kind: Kind) {
        self.source = source
        self.stage = stage
        self.kind = kind
    }

    /// Nothing has reached the client yet and the fault is not theirs: another node may try.
    package var mayMove: Bool {
        guard source != .client, stage != .streaming else { return false }
        if case .rejected = kind { return source == .router }
        return true
    }

    /// It says something about the backend's health. Being busy does not.
    package var countsAgainstBackend: Bool {
        guard source == .backend else { return false }
        switch kind {
        case .connection, .torn, .firstTokenLate: return true
        case .status(let code): return code >= 500
        case .tooManyRequests, .modelMissing, .rejected: return false
        }
    }
}
