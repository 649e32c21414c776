import Fleet

/// What was last seen of a backend that has no agent.
struct BackendSight: Equatable, Sendable {
    enum Condition: Equatable {
        case unseen, ready
        /// With why.
        case silent(String)
        /// It answers, but like no server that is known.
        case stranger
        case unready(Unreadiness)
    }

    /// As it was told or recognised; nil for one that was neither.
    var kind: BackendKind?
    var condition = Condition.unseen
    /// It has always answered like no server that is known.
    var isStranger = false

    var isSilent: Bool {
        if case .silent = condition { true } else { false }
    }

    /// It answers as a server of some kind does, whether it can serve now or not.
    var isKnownServer: Bool {
        switch condition {
        case .ready: true
        case .unready(let cause): cause != .unlikeItsType
        case .unseen, .silent, .stranger: false
        }
    }

    /// In one word, as pages show it.
    var word: String {
        switch condition {
        case .unseen: "not_asked_yet"
        case .ready: "ready"
        case .silent: "silent"
        case .stranger: "unknown"
        case .unready: "not_ready"
        }
    }

    /// Why it cannot serve, or only blindly; nil for one that is ready.
    var reason: String? {
        switch condition {
        case .ready: nil
        case .unseen: "it has not answered yet"
        case .silent(let reason): reason
        case .stranger: "it answers like no inference server that is known (type says which it is): it is asked blindly"
        case .unready(let cause): cause.description
        }
    }
}
