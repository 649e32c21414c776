/// The text that a scrape gets: Prometheus' text format, version 0.0.4.
package struct MetricsPage: Sendable {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package private(set) var bytes: [UInt8] = []

    mutating func header(_ name: String, help: String, type: MetricType) {
        bytes += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(type.rawValue)\n".utf8
    }

    mutating func sample(_ name: String, _ labels: [MetricLabel], last: MetricLabel? = nil, _ value: String) {
        bytes += name.utf8
        let all = last.map { labels + [$0] } ?? labels
        if !all.isEmpty {
            let pairs = all.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
            bytes += "{\(pairs.joined(separator: ","))}".utf8
        }
        bytes += " \(value)\n".utf8
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += #"\\"#
            case "\n": escaped += #"\n"#
            case "\"" where quotes: escaped += #"\""#
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
