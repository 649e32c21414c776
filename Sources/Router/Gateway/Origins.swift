import HTTPEngine

/// Which pages in browsers may ask this router: those of this machine, apps that are made of pages, and those that the operator
/// names.
///
/// With a page's request a browser sends where the page is from, and shows the page the answer only if that allows it. The router
/// decides for the whole fleet: backends are not told where a page is from, and what they say of it goes no further. A page from
/// elsewhere is refused before anything is done, as by an Ollama: it might not care for the answer.
package struct Origins: Equatable, Sendable {
    /// Those that Ollama allows unasked.
    private static let usual: [Pattern] = {
        let hosts = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"]
        let pages = hosts.flatMap { host in
            ["http", "https"].flatMap { ["\($0)://\(host)", "\($0)://\(host):*"] }
        }
        let apps = ["app", "file", "tauri", "vscode-webview", "vscode-file"].map { "\($0)://*" }
        return (pages + apps).compactMap(Pattern.init)
    }()

    private let named: [Pattern]

    /// - Parameter named: beside the usual ones.
    package init(_ named: [Pattern] = []) {
        self.named = named
    }

    enum Verdict: Equatable {
        /// No page asks, or one of the router's own.
        case noPage
        /// - field: what the answer says of it.
        case allowed(String)
        case refused(String)
    }

    func verdict(on head: RequestHead) -> Verdict {
        guard let slice = head.value(.origin) else { return .noPage }
        let origin = head.text(slice).lowercased()
        if let host = head.value(.host).map({ head.text($0).lowercased() }),
            origin == "http://\(host)" || origin == "https://\(host)"
        {
            return .noPage
        }
        if named.contains(where: { $0.isAny }) { return .allowed("*") }
        let isKnown = Self.usual.contains { $0.fits(origin) } || named.contains { $0.fits(origin) }
        return isKnown ? .allowed(head.text(slice)) : .refused(origin)
    }
}

extension Origins {
    /// `https://chat.example.org`, with one `*` where anything may stand; or `*` for every page.
    package struct Pattern: Equatable, Sendable, CustomStringConvertible {
        package let description: String
        private let start: String
        /// Behind the star; nil without one.
        private let end: String?

        /// Nil for what no browser says: it has no scheme, or more than a scheme, a host and a port.
        package init?(_ text: String) {
            let parts = text.lowercased().split(separator: "*", omittingEmptySubsequences: false)
            guard parts.count <= 2, text == "*" || Self.isOrigin(text) else { return nil }
            description = text
            start = String(parts[0])
            end = parts.count == 2 ? String(parts[1]) : nil
        }

        private static func isOrigin(_ text: String) -> Bool {
            guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else { return false }
            let rest = text[colon...]
            return rest.hasPrefix("://") && rest.count > 3 && !rest.dropFirst(3).contains("/")
                && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") }
        }

        var isAny: Bool { description == "*" }

        func fits(_ origin: String) -> Bool {
            guard let end else { return origin == start }
            return origin.utf8.count >= start.utf8.count + end.utf8.count && origin.hasPrefix(start)
                && origin.hasSuffix(end)
        }
    }
}
