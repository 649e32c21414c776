/// Who must be at the other end of a connection: the name its certificate is to be for, and who may have signed that.
package struct TLSPeer: Equatable, Sendable {
    /// The authority of the endpoint's address.
    let authority: String
    /// A file of the authorities that are believed, in the place of the system's.
    let caFile: String?
}

/// Which authorities are believed: the system's, where nothing else is said.
package struct Trust: Equatable, Sendable {
    /// In the place of the system's, for all backends.
    package var caFile: String?
    /// And for single ones.
    package var caFiles: [Endpoint: String] = [:]

    package init() {}

    /// Nil for an endpoint that is spoken to without TLS.
    func peer(at endpoint: Endpoint) -> TLSPeer? {
        guard endpoint.isSecure else { return nil }
        return TLSPeer(authority: endpoint.authority, caFile: caFiles[endpoint] ?? caFile)
    }
}
