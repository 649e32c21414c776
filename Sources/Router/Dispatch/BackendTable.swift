package import Configuration
package import HTTPEngine

/// The backends by address: their pools of connections outlive every report that names them.
package final class BackendTable: Sendable {
    /// Enough for every backend of the largest fleet; further addresses are not served.
    private static let countMax = 16_384

    private let group: LoopGroup
    private let resolver: Resolver
    private let options: UpstreamOptions
    private let credentials: Locked<[Endpoint: Credential]>
    private let backends = Locked<[Endpoint: Backend]>([:])
    /// As reports write them: to read an address costs more than to place a request.
    private let readAddresses = Locked<[Announced: Backend]>([:])

    private struct Announced: Hashable {
        let address: String
        let key: String?
    }

    package init(
        on group: LoopGroup,
        resolver: Resolver,
        options: UpstreamOptions,
        credentials: [Endpoint: Credential] = [:]
    ) {
        self.credentials = Locked(credentials)
        self.group = group
        self.resolver = resolver
        self.options = options
    }

    /// Nil for an address that is none.
    package subscript(address: String, key key: String? = nil) -> Backend? {
        let announced = Announced(address: address, key: key)
        if let known = readAddresses.withLock({ $0[announced] }) { return known }
        guard let read = ServiceAddress(address),
            let backend = self[Endpoint(read, key: key)]
        else { return nil }
        readAddresses.withLock { addresses in
            if addresses.count == Self.countMax { addresses.removeAll() }
            addresses[announced] = backend
        }
        return backend
    }

    /// From now on another key is shown there, or none: over connections of its own.
    func put(_ credential: Credential?, for endpoint: Endpoint) {
        credentials.withLock { $0[endpoint] = credential }
        guard let old = backends.withLock({ $0.removeValue(forKey: endpoint) }) else { return }
        readAddresses.withLock { addresses in addresses = addresses.filter { $0.value !== old } }
    }

    func credential(for endpoint: Endpoint) -> Credential? { credentials.withLock { $0[endpoint] } }

    /// Nil when there are too many.
    package subscript(endpoint: Endpoint) -> Backend? {
        backends.withLock { backends in
            if let known = backends[endpoint] { return known }
            guard backends.count < Self.countMax else { return nil }
            let upstream = Upstream(
                endpoint,
                on: group,
                resolver: resolver,
                options: options,
                credential: credential(for: endpoint)
            )
            let new = Backend(upstream)
            backends[endpoint] = new
            return new
        }
    }
}

extension Endpoint {
    package init(_ address: ServiceAddress, key: String? = nil) {
        self.init(
            host: address.host,
            port: Int(address.port),
            basePath: address.base,
            isSecure: address.isSecure,
            key: key
        )
    }
}
