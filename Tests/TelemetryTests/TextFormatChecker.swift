/// A strict reader of the text format 0.0.4, written from its description and not from our writer, so that the one can prove the other.
struct TextFormatChecker {
    struct Sample: Equatable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    struct Family {
        var help: String?
        var type: String?
        var samples: [Sample] = []
    }

    struct Fault: Error, Equatable {
        var line: Int
        var reason: String
    }

    private(set) var families: [String: Family] = [:]
    private var closed: Set<String> = []
    private var current: String?

    init(_ text: String) throws(Fault) {
        guard text.isEmpty || text.hasSuffix("\n") else { throw Fault(line: 0, reason: "the last line has no end") }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated() {
            do throws(Reason) {
                try read(line)
            } catch {
                throw Fault(line: index + 1, reason: error.text)
            }
        }
        for (name, family) in families where family.type == "histogram" {
            do throws(Reason) {
                try checkHistogram(name, family.samples)
            } catch {
                throw Fault(line: 0, reason: error.text)
            }
        }
    }

    private struct Reason: Error {
        var text: String
    }

    private mutating func read(_ line: Substring) throws(Reason) {
        if line.hasPrefix("# HELP ") {
            let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            try open(name)
            guard families[name]?.help == nil, families[name]?.samples.isEmpty != false else {
                throw Reason(text: "HELP twice or too late")
            }
            families[name, default: Family()].help = try unescaped(parts.count > 1 ? parts[1] : "", quotes: false)
        } else if line.hasPrefix("# TYPE ") {
            let parts = line.dropFirst(7).split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, ["counter", "gauge", "histogram", "summary", "untyped"].contains(parts[1]) else {
                throw Reason(text: "unknown type")
            }
            let name = String(parts[0])
            try open(name)
            guard families[name]?.type == nil, families[name]?.samples.isEmpty != false else {
                throw Reason(text: "TYPE twice or too late")
            }
            families[name, default: Family()].type = String(parts[1])
        } else if !line.isEmpty && !line.hasPrefix("#") {
            try readSample(line)
        }
    }

    /// All lines of a family stand together.
    private mutating func open(_ name: String) throws(Reason) {
        guard Self.isName(name, colons: true) else { throw Reason(text: "\(name) is no metric name") }
        guard name != current else { return }
        if let current { closed.insert(current) }
        guard !closed.contains(name) else { throw Reason(text: "the lines of \(name) are apart") }
        current = name
    }

    private mutating func readSample(_ line: Substring) throws(Reason) {
        var rest = line
        let name = String(rest.prefix { $0 != "{" && $0 != " " })
        rest = rest.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" { labels = try readLabels(&rest) }
        guard rest.first == " " else { throw Reason(text: "no blank before the value") }
        let text = rest.dropFirst()
        guard let value = Self.number(text) else { throw Reason(text: "\(text) is no value") }
        let family = familyName(of: name)
        try open(family)
        let sample = Sample(name: name, labels: labels, value: value)
        let known = families[family]?.samples ?? []
        guard !known.contains(where: { $0.name == name && $0.labels == labels }) else {
            throw Reason(text: "\(name) \(labels) twice")
        }
        guard families[family]?.type != "counter" || value >= 0 else { throw Reason(text: "a counter below zero") }
        families[family, default: Family()].samples.append(sample)
    }

    private func familyName(of sample: String) -> String {
        for suffix in ["_bucket", "_sum", "_count"] where sample.hasSuffix(suffix) {
            let base = String(sample.dropLast(suffix.count))
            if families[base]?.type == "histogram" { return base }
        }
        return sample
    }

    private func readLabels(_ rest: inout Substring) throws(Reason) -> [String: String] {
        var labels: [String: String] = [:]
        rest.removeFirst()
        while rest.first != "}" {
            let name = String(rest.prefix { $0 != "=" && $0 != "}" })
            rest = rest.dropFirst(name.count)
            guard Self.isName(name, colons: false), rest.hasPrefix("=\"") else { throw Reason(text: "label \(name)") }
            rest = rest.dropFirst(2)
            var raw = ""
            while let character = rest.popFirst(), character != "\"" {
                raw.append(character)
                if character == "\\", let next = rest.popFirst() { raw.append(next) }
            }
            guard labels[name] == nil else { throw Reason(text: "label \(name) twice") }
            labels[name] = try unescaped(raw[...], quotes: true)
            if rest.first == "," {
                rest.removeFirst()
            } else if rest.first != "}" {
                throw Reason(text: "labels do not end")
            }
        }
        rest.removeFirst()
        return labels
    }

    private func unescaped(_ text: Substring, quotes: Bool) throws(Reason) -> String {
        var plain = ""
        var rest = text
        while let character = rest.popFirst() {
            guard character == "\\" else {
                plain.append(character)
                continue
            }
            switch rest.popFirst() {
            case "\\": plain.append("\\")
            case "n": plain.append("\n")
            case "\"" where quotes: plain.append("\"")
            default: throw Reason(text: "unknown escape")
            }
        }
        return plain
    }

    /// Bounds rise, counts never fall, `+Inf` is there and equals `_count`, and there is a `_sum`: for each set of labels.
    private func checkHistogram(_ name: String, _ samples: [Sample]) throws(Reason) {
        let groups = Dictionary(grouping: samples) { $0.labels.filter { $0.key != "le" } }
        for (labels, group) in groups {
            let buckets = group.filter { $0.name == name + "_bucket" }
            let bounds = buckets.compactMap { $0.labels["le"].flatMap { Self.number($0[...]) } }
            let counts = buckets.map(\.value)
            guard bounds.count == buckets.count, bounds.last == .infinity else {
                throw Reason(text: "\(labels): no +Inf")
            }
            guard zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }) else {
                throw Reason(text: "bounds do not rise")
            }
            guard zip(counts, counts.dropFirst()).allSatisfy({ $0 <= $1 }) else { throw Reason(text: "counts fall") }
            guard group.first(where: { $0.name == name + "_count" })?.value == counts.last else {
                throw Reason(text: "\(name)_count is not the last bucket")
            }
            guard group.contains(where: { $0.name == name + "_sum" }) else { throw Reason(text: "no \(name)_sum") }
            guard group.count == buckets.count + 2 else { throw Reason(text: "\(name) has samples of its own") }
        }
    }

    private static func isName(_ name: String, colons: Bool) -> Bool {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_" + (colons ? ":" : "")
        guard let first = name.first, letters.contains(first) else { return false }
        return name.allSatisfy { letters.contains($0) || "0123456789".contains($0) }
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.allSatisfy { "0123456789+-.eE".contains($0) } ? Double(text) : nil
        }
    }
}
