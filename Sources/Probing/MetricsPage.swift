/// Prometheus's text, as far as a probe reads it: the values of one metric over its label sets.
struct MetricsPage {
    private let lines: [Substring]

    /// Nil for a page without this prefix: it is another server's.
    init?(_ page: String?, of prefix: String) {
        guard let page, page.contains(prefix) else { return nil }
        lines = page.split { $0 == "\n" || $0 == "\r\n" }
    }

    func sum(_ name: String) -> Int? {
        let values = values(name)
        let sum = values.reduce(0, +)
        return values.isEmpty || sum > 1e15 ? nil : Int(sum)
    }

    /// Of several that share the work, how much the fullest has: 0…1.
    func fraction(_ names: String...) -> Double? {
        names.lazy.compactMap { values($0).max() }.first.map { min($0, 1) }
    }

    /// Those that are numbers of things or shares: neither negative nor without end.
    private func values(_ name: String) -> [Double] {
        lines.compactMap { line in
            guard line.hasPrefix(name) else { return nil }
            var rest = line.dropFirst(name.count)
            if rest.first == "{" {
                // A label may hold a space; its text may hold no line break.
                guard let end = rest.lastIndex(of: "}") else { return nil }
                rest = rest[rest.index(after: end)...]
            }
            guard rest.first == " ", let text = rest.split(separator: " ").first else { return nil }
            return Double(text).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        }
    }
}
