/// A picture in a prompt: its bytes, or where they are.
///
/// The base64 is kept as it came and never decoded; what kind of picture it is, its first letters tell. They are believed
/// rather than the client's word: Anthropic refuses a picture that is not what it is called.
enum ChatImage: Equatable, Sendable {
    case data(Substring, mediaType: String)
    case url(String)

    /// - Parameter declared: what the client calls it; counts when the bytes do not tell.
    /// - Returns: nil when nobody says what it is.
    init?(base64: Substring, declared: String?) {
        guard let mediaType = Self.sniffed(base64) ?? declared, !base64.isEmpty else { return nil }
        self = .data(base64, mediaType: mediaType)
    }

    /// `data:image/png;base64,…`. Nil when it is no such thing.
    init?(dataURI uri: String) {
        guard uri.hasPrefix("data:"), let comma = uri.utf8.firstIndex(of: JSONByte.comma) else { return nil }
        let head = uri[uri.index(uri.startIndex, offsetBy: 5)..<comma].split(
            separator: ";",
            omittingEmptySubsequences: false
        )
        guard head.count > 1, head.last == "base64" else { return nil }
        let declared = head[0].isEmpty ? nil : head[0] == "image/jpg" ? "image/jpeg" : String(head[0])
        self.init(base64: uri[uri.index(after: comma)...], declared: declared)
    }

    private static func sniffed(_ base64: Substring) -> String? {
        if base64.hasPrefix("iVBORw0KGgo") { return "image/png" }
        if base64.hasPrefix("/9j/") { return "image/jpeg" }
        if base64.hasPrefix("R0lGOD") { return "image/gif" }
        // RIFF, four bytes of any length, WEBP.
        if base64.hasPrefix("UklGR"), base64.dropFirst(11).hasPrefix("XRUJQ") { return "image/webp" }
        return nil
    }
}
