package import Fleet

/// Why a backend that has the model cannot serve this request now.
package enum Verdict: Equatable, Sendable {
    case offline(since: Seconds)
    case unreachable
    case unready(Unreadiness)
    case draining
    case held
    case lacks(Capability)
    case lacksLabel
    /// It does not know what was called, nor anything that it could be translated to.
    case lacksCall
    case contextTooShort(longest: Int)
    case notLoaded
    case breakerOpen(until: Instant)
    case alreadyTried
    case paused(BusyFlag.Cause)
    case memoryCritical
    case cannotFit(needs: ByteCount, has: ByteCount)
    /// It would fit if models that are in use now were not.
    case memoryInUse

    /// It ends by itself, so a ticket may wait for it.
    package var isPassing: Bool {
        switch self {
        case .breakerOpen, .paused, .memoryCritical, .memoryInUse: true
        case .unready(let cause): cause.isPassing
        default: false
        }
    }

    /// The backend is not there at all, as opposed to being there and unsuitable.
    package var isAbsence: Bool {
        switch self {
        case .offline, .unreachable, .unready, .draining, .held: true
        default: false
        }
    }
}

extension Verdict: CustomStringConvertible {
    package var description: String {
        switch self {
        case .offline(let since): "node offline for \(Int(since.value)) s"
        case .unreachable: "backend does not answer"
        case .unready(let cause): "not ready: \(cause)"
        case .draining: "node is draining"
        case .held: "node is held by the operator"
        case .lacks(let missing): "lacks capability \(missing.names.joined(separator: ", "))"
        case .lacksLabel: "lacks a label the request asks for"
        case .lacksCall: "does not know this call, nor one it can be translated to"
        case .contextTooShort(let longest): "longest context is \(longest) tokens"
        case .notLoaded: "model is not loaded and the backend does not load on demand"
        case .breakerOpen: "failed repeatedly, resting"
        case .alreadyTried: "already tried for this request"
        case .paused(let cause): "paused by its owner (\(cause))"
        case .memoryCritical: "memory pressure is critical and the model is not loaded"
        case .cannotFit(let needs, let has): "needs \(needs.gigabytesText), has \(has.gigabytesText)"
        case .memoryInUse: "memory is taken by models in use"
        }
    }
}

extension ByteCount {
    fileprivate var gigabytesText: String {
        let tenths = (value + 50_000_000) / 100_000_000
        return "\(tenths / 10).\(tenths % 10) GB"
    }
}
