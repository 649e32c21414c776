import Configuration
package import HTTPEngine

/// The backends as the engine sees them, by address: pools of connections outlive every report that names them.
package final class UpstreamTable: Sendable {
    /// Enough for every backend of the largest fleet; further addresses are not served.
    private static let countMax = 16_384

    private let group: LoopGroup
    private let resolver: Resolver
    private let options: UpstreamOptions
    private let upstreams = Locked<[String: Upstream]>([:])

    package init(on group: LoopGroup, resolver: Resolver, options: UpstreamOptions) {
        self.group = group
        self.resolver = resolver
        self.options = options
    }

    /// Nil for an address that is none.
    package subscript(address: String) -> Upstream? {
        upstreams.withLock { upstreams in
            if let known = upstreams[address] { return known }
            guard upstreams.count < Self.countMax, let parsed = ServiceAddress(address) else { return nil }
            let endpoint = Endpoint(host: parsed.host, port: Int(parsed.port), basePath: parsed.base)
            let new = Upstream(endpoint, on: group, resolver: resolver, options: options)
            upstreams[address] = new
            return new
        }
    }
}
