/// Somebody's text inside a message: on one line, not too long, and without a password that stood in a URL.
enum Quoted {
    private static let lengthMax = 80

    static func text(_ text: some StringProtocol) -> String { "\"\(plain(text))\"" }

    static func plain(_ text: some StringProtocol) -> String {
        var shown = ""
        for scalar in withoutPassword(String(text)).unicodeScalars.prefix(lengthMax) {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                shown += scalar.escaped(asASCII: true)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return text.unicodeScalars.count > lengthMax ? shown + "…" : shown
    }

    private static func withoutPassword(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        let start = text.firstRange(of: "://").map(\.upperBound) ?? text.startIndex
        return start <= at ? text[..<start] + "***" + text[at...] : text
    }
}
