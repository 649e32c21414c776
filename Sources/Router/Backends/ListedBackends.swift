import HTTPEngine

/// Which of the backends from the settings have said what models they have. The others are asked blindly.
final class ListedBackends: Sendable {
    private let endpoints = Locked<Set<Endpoint>>([])

    func insert(_ endpoint: Endpoint) {
        endpoints.withLock { _ = $0.insert(endpoint) }
    }

    func remove(_ endpoint: Endpoint) {
        endpoints.withLock { _ = $0.remove(endpoint) }
    }

    func contains(_ endpoint: Endpoint) -> Bool {
        endpoints.withLock { $0.contains(endpoint) }
    }
}
