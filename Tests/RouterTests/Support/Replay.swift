import Dialects

/// Decides again from a receipt as it was printed: adds up the parts of each candidate and takes the cheapest.
struct Replay {
    struct Row {
        let number: Int
        let isLastResort: Bool
        let printedTotal: Double
        /// By the formula, from the parts.
        let total: Double
        /// What the signals cost, added up.
        let sum: Double
        let isChosen: Bool
    }

    let rows: [Row]

    /// Nil when something that is needed is not there.
    init?(_ receipt: JSONValue) {
        guard let weight = receipt["decode_weight"]?.double else { return nil }
        let rows = receipt.list("candidates").map { Row($0, weight) }
        self.rows = rows.compactMap(\.self)
        if self.rows.count != rows.count { return nil }
    }

    var chosen: Int? {
        rows.min { a, b in
            if a.isLastResort != b.isLastResort { return b.isLastResort }
            return a.total != b.total ? a.total < b.total : a.number < b.number
        }?.number
    }

    var printedChoice: Int? { rows.first(where: \.isChosen)?.number }
}

extension Replay.Row {
    fileprivate init?(_ candidate: JSONValue, _ weight: Double) {
        let names = [
            "queue_depth", "thermal", "loaded_models", "latency_history", "memory", "load", "busy", "failure",
            "preference",
        ]
        guard let seconds = candidate["seconds"]?.object else { return nil }
        let parts = Dictionary(uniqueKeysWithValues: names.map { ($0, seconds[$0]?.double) })
        guard seconds.members.map(\.key) == names, let number = candidate["number"]?.integer,
            let isLastResort = candidate["last_resort"]?.bool, let isChosen = candidate["chosen"]?.bool,
            let printed = candidate["total"]?.double, let prefill = candidate["prefill"]?.double,
            let decode = candidate["decode"]?.double, let thermal = candidate["slowdown"]?["thermal"]?.double,
            let load = candidate["slowdown"]?["load"]?.double
        else { return nil }
        let cost = { (name: String) in (parts[name] ?? nil) ?? .nan }
        let penalties = cost("memory") + cost("busy") + cost("failure") + cost("preference")
        self.init(
            number: number,
            isLastResort: isLastResort,
            printedTotal: printed,
            total: cost("queue_depth") + cost("loaded_models") + (prefill + decode * weight) * (thermal * load)
                + penalties,
            sum: names.reduce(0) { $0 + cost($1) },
            isChosen: isChosen
        )
    }
}
