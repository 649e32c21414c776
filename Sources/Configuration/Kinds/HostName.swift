/// The spelling of a host: a name, an IPv4 address, or an IPv6 address with or without brackets. Whether it exists, the resolver says.
enum HostName {
    private static let nameBytes = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_".utf8)
    private static let addressBytes = Set("0123456789abcdefABCDEF:.".utf8)

    static func plain(_ text: Substring) -> String? {
        if text.hasPrefix("["), text.hasSuffix("]") {
            let inner = text.dropFirst().dropLast()
            return isIPv6(inner) ? String(inner) : nil
        }
        return isName(text) || isIPv6(text) ? String(text) : nil
    }

    /// `host`, `host:port` or `[v6]:port`.
    static func split(_ text: Substring) -> (host: String, port: UInt16?)? {
        let bracket = text.lastIndex(of: "]")
        guard let colon = text.lastIndex(of: ":"), bracket.map({ $0 < colon }) ?? true else {
            return plain(text).map { ($0, nil) }
        }
        let digits = text[text.index(after: colon)...]
        let name = text[..<colon]
        guard digits.allSatisfy({ ("0"..."9").contains($0) }), let port = UInt16(digits), port > 0 else { return nil }
        guard bracket != nil || isName(name) else { return nil }
        return plain(name).map { ($0, port) }
    }

    private static func isName(_ text: Substring) -> Bool {
        (1...253).contains(text.utf8.count) && text.utf8.allSatisfy(nameBytes.contains) && text.first != "-"
            && text.first != "." && !text.contains("..")
    }

    /// Two colons at least, groups of up to four digits, `::` at most once; a zone after `%` is kept as it is.
    private static func isIPv6(_ text: Substring) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        let groups = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        guard parts[0].utf8.allSatisfy(addressBytes.contains), parts.count == 1 || isName(parts[1]) else {
            return false
        }
        let isShort = parts[0].contains("::")
        guard isShort ? (3...9).contains(groups.count) : (7...8).contains(groups.count) else { return false }
        return groups.allSatisfy { $0.count <= 4 || $0.contains(".") }
    }
}

extension Kind where Value == String {
    /// A host to listen on or to reach; brackets around an IPv6 address are taken off.
    package static var host: Kind {
        Kind(
            placeholder: "HOST",
            expected: "a host name or an IP address",
            read: { text, _ in HostName.plain(Substring(text)) },
            write: { $0 }
        )
    }
}
