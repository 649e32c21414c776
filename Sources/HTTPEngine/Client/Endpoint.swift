/// Where a backend is reached: `http://host:port/base`, or `https://`.
package struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address, IPv6 without its brackets.
    package var host: String
    package var port: Int
    /// Over TLS, by whoever can prove to be that host.
    package var isSecure: Bool
    /// What is put before every path, without a slash at its end.
    package var basePath: String
    /// What a relay there wants to be shown with each request, without line breaks. Never in a description.
    package var key: String?

    package init(host: String, port: Int, basePath: String = "", isSecure: Bool = false, key: String? = nil) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
        self.basePath = basePath
        self.key = key
    }

    /// The value of `Host`.
    package var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The line of a head that shows the key, or nothing.
    var keyField: String { key.map { "X-Herd-Key: \($0)\r\n" } ?? "" }

    package var description: String { "\(isSecure ? "https" : "http")://\(authority)\(basePath)" }
}
