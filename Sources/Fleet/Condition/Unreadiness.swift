/// Why a server that answers, or a model on it, cannot serve now.
package enum Unreadiness: UInt8, CaseIterable, Sendable {
    case loading
    case sleeping
    /// It says of itself that it is not well.
    case unhealthy
    /// A machine of the cluster that holds part of the model is gone.
    case workerLost
    /// The model could not be loaded.
    case loadFailed
    /// It wants a key, or another one.
    case keyRefused
    /// It does not answer as a server of the type the operator gave it.
    case unlikeItsType

    /// It ends by itself, and soon.
    package var isPassing: Bool { self == .loading }
}

extension Unreadiness {
    package var word: String {
        switch self {
        case .loading: "loading"
        case .sleeping: "sleeping"
        case .unhealthy: "unhealthy"
        case .workerLost: "worker_lost"
        case .loadFailed: "load_failed"
        case .keyRefused: "key_refused"
        case .unlikeItsType: "unlike_its_type"
        }
    }
}

extension Unreadiness: CustomStringConvertible {
    package var description: String {
        switch self {
        case .loading: "still loading"
        case .sleeping: "asleep"
        case .unhealthy: "its own health check fails"
        case .workerLost: "a worker of its cluster is lost"
        case .loadFailed: "the model failed to load there"
        case .keyRefused: "it refuses the router's key, or wants one (key-file)"
        case .unlikeItsType: "it does not answer as a server of its type does (type)"
        }
    }
}
