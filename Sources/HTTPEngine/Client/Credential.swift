/// What a backend wants to see of whoever asks it: sent to that backend, in the place of what its clients sent, and to nobody
/// else. It never shows itself, whoever prints it.
package struct Credential: Equatable, Sendable {
    package enum Form: Sendable {
        /// `Authorization: Bearer …`, as nearly all want it.
        case bearer
        /// `x-api-key: …`, as Anthropic's servers do.
        case apiKey
    }

    /// The whole field with its line end.
    let field: [UInt8]

    /// Nil for a key that cannot stand in a field: empty, or with anything but visible ASCII in it.
    package init?(_ key: String, as form: Form) {
        guard !key.isEmpty, key.utf8.count <= 8192, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        switch form {
        case .bearer: field = Array("Authorization: Bearer \(key)\r\n".utf8)
        case .apiKey: field = Array("x-api-key: \(key)\r\n".utf8)
        }
    }
}

extension Credential {
    /// Whether somebody who asks us shows it. How long that takes tells nothing of it.
    package func isShown(in head: RequestHead) -> Bool {
        guard let slice = head.value(named: "authorization") else { return false }
        let shown = Array("Authorization: \(head.text(slice))\r\n".utf8)
        var difference = shown.count ^ field.count
        for index in field.indices { difference |= Int(field[index] ^ (index < shown.count ? shown[index] : 0)) }
        return difference == 0
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "a key" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
