/// Where an HTTP service listens: `http://host:port/base`, or `https://`.
///
/// Only what a router needs to reach it: no user, query or fragment, which would be silently lost.
package struct ServiceAddress: Hashable, Sendable, CustomStringConvertible {
    /// Spoken to over TLS.
    package let isSecure: Bool
    /// A name or an address, IPv6 without its brackets.
    package let host: String
    package let port: UInt16
    /// What precedes every path: empty or `/some/base`, never with a slash at its end.
    package let base: String

    package init?(_ text: String) {
        let scheme = text.prefix { $0 != ":" }
        guard ["http", "https"].contains(scheme.lowercased()), text[scheme.endIndex...].hasPrefix("://") else {
            return nil
        }
        let rest = text[scheme.endIndex...].dropFirst(3)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let (host, port) = HostName.split(rest[..<slash]), Self.isPath(rest[slash...]) else { return nil }
        var base = rest[slash...]
        while base.last == "/" { base.removeLast() }
        isSecure = scheme.count == 5
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
        self.base = String(base)
    }

    package var description: String {
        "\(isSecure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)\(base)"
    }

    /// Printable ASCII without what would start a query or a fragment, or have to be encoded first.
    private static func isPath(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !#"?#"<>\^`{|}"#.utf8.contains($0) }
    }
}

extension Kind where Value == ServiceAddress {
    package static var serviceAddress: Kind {
        Kind(
            placeholder: "URL",
            expected: "a URL such as http://127.0.0.1:11434",
            read: { text, _ in ServiceAddress(text) },
            write: { $0.description }
        )
    }
}
