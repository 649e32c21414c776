import Fleet

/// Where inference servers listen when nobody has told them otherwise.
package enum UsualServers {
    /// Each port once, with the first of those who listen there.
    package static let all: [(name: String, port: Int)] = BackendKind.allCases.reduce(into: []) { usual, kind in
        for port in kind.guide.ports where !usual.contains(where: { $0.port == port }) {
            usual.append((kind.guide.name, port))
        }
    }

    package static var names: String { all.map { "\($0.name) \($0.port)" }.joined(separator: ", ") }
}
