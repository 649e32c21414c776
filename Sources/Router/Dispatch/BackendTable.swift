import Configuration
package import HTTPEngine

/// The backends by address: their pools of connections outlive every report that names them.
package final class BackendTable: Sendable {
    /// Enough for every backend of the largest fleet; further addresses are not served.
    private static let countMax = 16_384

    private let group: LoopGroup
    private let resolver: Resolver
    private let options: UpstreamOptions
    private let backends = Locked<[Endpoint: Backend]>([:])
    /// The same by what reports call them, so that an address is taken apart once and not for every request.
    private let spelled = Locked<[String: Backend]>([:])

    package init(on group: LoopGroup, resolver: Resolver, options: UpstreamOptions) {
        self.group = group
        self.resolver = resolver
        self.options = options
    }

    /// Nil for an address that is none.
    package subscript(address: String) -> Backend? {
        if let known = spelled.withLock({ $0[address] }) { return known }
        let new = ServiceAddress(address).flatMap {
            self[Endpoint(host: $0.host, port: Int($0.port), basePath: $0.base)]
        }
        spelled.withLock { if $0.count < Self.countMax { $0[address] = new } }
        return new
    }

    /// Nil when there are too many.
    package subscript(endpoint: Endpoint) -> Backend? {
        backends.withLock { backends in
            if let known = backends[endpoint] { return known }
            guard backends.count < Self.countMax else { return nil }
            let new = Backend(Upstream(endpoint, on: group, resolver: resolver, options: options))
            backends[endpoint] = new
            return new
        }
    }
}
