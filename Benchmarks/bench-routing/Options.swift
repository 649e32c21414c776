import Fleet
import Routing

/// What to run, in words `key=value`: `seeds=5 from=0x5eed00 jobs=900 cells=mixed policies=herd,peer`,
/// and `ablation` or `grounds`.
///
/// The policy's numbers can be set as well (`decode=0.3`), to tune it, which is done from other seeds than those published.
struct Options {
    private let words: [(key: Substring, value: Substring)]
    private let flags: Set<String>

    init(_ arguments: some Sequence<String>) {
        words = arguments.compactMap { word in
            let parts = word.split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
        flags = Set(arguments.filter { !$0.contains("=") })
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    private func text(_ key: String) -> Substring? { words.first { $0.key == key }?.value }
    private func number(_ key: String) -> Double? { text(key).flatMap { Double($0) } }

    var jobs: Int { Int(number("jobs") ?? 900) }

    var seeds: [UInt64] {
        let from = UInt64(number("from") ?? Double(0x5eed00))
        return (0..<UInt64(number("seeds") ?? 5)).map { from + $0 }
    }

    var cells: [Cell] {
        guard let text = text("cells") else { return Cell.all }
        return Cell.all.filter { $0.name.contains(text) }
    }

    var contestants: [Contestant] {
        guard let text = text("policies") else { return Contestant.allCases }
        let names = text.split(separator: ",")
        return Contestant.allCases.filter { one in names.contains { one.rawValue.hasPrefix($0) } }
    }

    func apply(to policy: inout RoutingPolicy) {
        if let value = number("decode") { policy.decodeWeight = value }
        if let value = number("fair") { policy.fairAllowance = Seconds(value) }
        if let value = number("window") { policy.planWindow = Int(value) }
        if let value = number("full") { policy.planWindowFull = Int(value) }
        if let value = number("warm") { policy.warmAheadMargin = value }
        if let value = number("harm") { policy.evictionHarmMax = value }
        if let value = number("warmharm") { policy.warmAheadHarmMax = value }
        if let value = number("horizon") { policy.evictionHorizon = Seconds(value) }
    }
}
