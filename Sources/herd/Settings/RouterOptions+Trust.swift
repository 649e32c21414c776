import Configuration
import HTTPEngine
import Router

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Trust {
    /// A file of authorities that is not there, in words that say what to do.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    init(_ settings: Settings) throws(Fault) {
        self.init()
        let path = settings[HerdSettings.caFile]
        if !path.isEmpty { caFile = try Self.readable(path) }
    }

    /// - Parameter path: `~` in front is the user's home.
    static func readable(_ path: String) throws(Fault) -> String {
        let path = KeyFile.expanded(path)
        if access(path, R_OK) == 0 { return path }
        let reason = errno == ENOENT ? "is not there" : "cannot be read: \(String(cString: strerror(errno)))"
        throw Fault(
            description:
                "the ca-file \(path) \(reason). It must hold the certificates, in PEM form, of the authorities that "
                + "https backends are certified by"
        )
    }
}

extension RouterOptions {
    /// Finds the authorities that backends are to be certified by.
    mutating func readTrust(_ settings: Settings) throws(Trust.Fault) {
        trust = try Trust(settings)
        for endpoint in backends {
            if let path = terms[endpoint]?.caFile { trust.caFiles[endpoint] = try Trust.readable(path) }
        }
    }
}
