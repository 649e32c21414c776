package import Configuration
package import HTTPEngine

/// The router that was joined last, as it is written in the agent's folder: its address, and who it is, if it said so.
package struct RememberedRouter: Equatable, Sendable {
    package var endpoint: Endpoint
    package var id: String?

    package init(_ endpoint: Endpoint, id: String?) {
        self.endpoint = endpoint
        self.id = id
    }

    /// Nil for what is no address.
    package init?(text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let first = words.first, let address = ServiceAddress(String(first)) else { return nil }
        endpoint = Endpoint(address)
        id = words.count > 1 ? String(words[1].prefix(64)) : nil
    }

    package var text: String { "\(endpoint)" + (id.map { " \($0)" } ?? "") + "\n" }
}

extension Endpoint {
    package init(_ address: ServiceAddress) {
        self.init(
            host: address.host,
            port: Int(address.port),
            basePath: address.base,
            isSecure: address.isSecure
        )
    }
}
