#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which authorities are believed: the system's, where nothing else is said. That somebody must sign is not for choice.
package struct Trust: Equatable, Sendable {
    /// A file of authorities that cannot be used, in words that say what to do.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// In the place of the system's, for everybody.
    package var caFile: String?
    /// And for single ones.
    package var caFiles: [Endpoint: String] = [:]

    package init() {}

    /// - Parameters:
    ///   - path: of a file of certificates, which is read with each connection, so that it can be renewed.
    ///   - endpoint: nil for all that have no file of their own.
    package mutating func believe(_ path: String, at endpoint: Endpoint? = nil) throws(Fault) {
        guard access(path, R_OK) == 0 else { throw Fault(path, errno) }
        if let endpoint { caFiles[endpoint] = path } else { caFile = path }
    }

    /// Nil for an endpoint that is spoken to without TLS.
    func peer(at endpoint: Endpoint) -> TLSPeer? {
        guard endpoint.isSecure else { return nil }
        return TLSPeer(authority: endpoint.authority, caFile: caFiles[endpoint] ?? caFile)
    }
}

extension Trust.Fault {
    fileprivate init(_ path: String, _ code: Int32) {
        let reason = code == ENOENT ? "is not there" : "cannot be read: \(String(cString: strerror(code)))"
        description =
            "the ca-file \(path) \(reason). It must hold the certificates, in PEM form, of the authorities that https servers "
            + "are certified by"
    }
}
