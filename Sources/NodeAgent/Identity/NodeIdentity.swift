/// Who this machine is to a router: an id that outlives names and addresses, the secret that proves it, and the key by which
/// the router in turn proves itself to the agent's relay.
package struct NodeIdentity: Equatable, Sendable {
    package let id: String
    package let secret: String
    package let relayKey: String

    /// A new one.
    package init(using generator: inout some RandomNumberGenerator) {
        id = Self.digits(16, &generator)
        secret = Self.digits(32, &generator)
        relayKey = Self.digits(16, &generator)
    }

    /// As `text` wrote it; nil for anything else.
    package init?(text: String) {
        var values: [Substring: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ")
            if words.count == 2 { values[words[0]] = String(words[1]) }
        }
        guard let id = values["id"], let secret = values["secret"], let relayKey = values["relay-key"],
            [id, secret, relayKey].allSatisfy({ $0.count >= 32 && $0.count <= 64 && $0.allSatisfy(\.isHexDigit) })
        else { return nil }
        self.id = id
        self.secret = secret
        self.relayKey = relayKey
    }

    package var text: String { "id \(id)\nsecret \(secret)\nrelay-key \(relayKey)\n" }

    private static func digits(_ bytes: Int, _ generator: inout some RandomNumberGenerator) -> String {
        (0..<bytes).map { _ in
            let digits = String(UInt8.random(in: .min ... .max, using: &generator), radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}
