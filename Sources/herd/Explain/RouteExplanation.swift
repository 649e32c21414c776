import Console
import Dialects

/// A router's answer about a request, for people: what would become of it, then every candidate with what each signal costs
/// there, the cheapest first, then who is out and why.
struct RouteExplanation {
    private let answer: JSONValue
    private let decision: String

    /// Nil when it is no such answer.
    init?(_ answer: JSONValue) {
        guard let decision = answer["decision"]?.string, answer["candidates"]?.array != nil else { return nil }
        self.answer = answer
        self.decision = decision
    }

    var text: String {
        let parts = [[Terminal.plain(verdict)], candidates, passedOver, eliminated].filter { !$0.isEmpty }
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    // MARK: What would become of it

    private var model: String {
        answer["model"]?.string ?? answer["request"]?["models"]?.array?.first?.string ?? "the model"
    }

    private var verdict: String {
        switch decision {
        case "place":
            let start = answer["expected_start_in"]?.double ?? 0
            let delay = start > 0 ? "which can begin in \(Figure.seconds(start)) s" : "which can begin at once"
            return "\(model) goes to \(word("backend")) on \(word("node")), \(delay)."
        case "wait":
            return "\(model) waits: place \((answer["position"]?.integer ?? 0) + 1) in line, expected to begin in "
                + "\(Figure.seconds(answer["expected_start_in"]?.double ?? 0)) s."
        case "forward":
            let others = answer["to_one_of"]?.array?.compactMap(\.string) ?? []
            return "Nobody is known to have the model. It goes to a server that does not say what it has: "
                + others.joined(separator: ", ") + "."
        default:
            let status = answer["status"]?.integer.map { " with \($0)" } ?? ""
            let wait = answer["retry_after"]?.integer.map { " (to come back in \($0) s)" } ?? ""
            return "It is refused\(status)\(wait): \(word("error"))"
        }
    }

    private func word(_ key: String) -> String { answer[key]?.string ?? "-" }

    // MARK: Candidates

    private static let signals = [
        ("queue", "queue_depth"), ("thermal", "thermal"), ("models", "loaded_models"), ("prefill", ""), ("decode", ""),
        ("memory", "memory"), ("load", "load"), ("busy", "busy"), ("failure", "failure"), ("prefer", "preference"),
    ]

    private var candidates: [String] {
        guard let rows = answer["candidates"]?.array, !rows.isEmpty else { return [] }
        let weight = answer["decode_weight"]?.double ?? 1
        let columns = ["", "node", "backend", "then"] + ["total"] + Self.signals.map(\.0) + ["saved"]
        var table = TextTable(columns, words: 4)
        for row in rows { table.append(cells(of: row, weight)) }
        let percent = Int((weight * 100).rounded())
        return table.lines + [
            "",
            "Seconds; the columns after the total, but for saved, add up to it. Decode counts \(percent) %. Saved is what a cache has taken",
            "off prefill. ~ is not known there: the median of the others. * is what the choice falls on.",
        ]
    }

    private func cells(of row: JSONValue, _ weight: Double) -> [String] {
        let unknown = row["unknown"]?.array?.compactMap(\.string) ?? []
        let costs = Self.signals.map { column, signal -> String in
            switch column {
            case "prefill": Figure.seconds(row["prefill"]?.double)
            case "decode": Figure.seconds(row["decode"]?.double.map { $0 * weight })
            default: (unknown.contains(signal) ? "~" : "") + Figure.seconds(row["seconds"]?[signal]?.double)
            }
        }
        let then = (row["action"]?.string ?? "-") + (row["last_resort"]?.bool == true ? ", last resort" : "")
        return [
            row["chosen"]?.bool == true ? "*" : "", row["node"]?.string ?? "-", row["backend"]?.string ?? "-", then,
        ]
            + [Figure.seconds(row["total"]?.double)] + costs + [Figure.seconds(row["saved_by_cache"]?.double)]
    }

    // MARK: Who is out

    private var passedOver: [String] {
        let models = answer["passed_over"]?.array ?? []
        return models.flatMap {
            ["Not \(Terminal.plain($0["model"]?.string ?? "-")):"] + Self.reasons($0["eliminated"])
        }
    }

    private var eliminated: [String] {
        let rows = Self.reasons(answer["eliminated"])
        return rows.isEmpty ? [] : ["Out:"] + rows
    }

    private static func reasons(_ rows: JSONValue?) -> [String] {
        var table = TextTable(["", "", "", ""], words: 4)
        for row in rows?.array ?? [] {
            table.append([""] + ["node", "backend", "reason"].map { row[$0]?.string ?? "-" })
        }
        return table.lines
    }
}
