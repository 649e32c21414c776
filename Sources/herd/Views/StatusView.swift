import Console
import Dialects

/// How the whole stands: what `GET /fleet/status` says, in the words of `herd status` and of the head of `herd top`.
struct StatusView {
    let version: String
    let uptime: Double
    let running: Int
    let waiting: Int
    /// Of the requests that are over, by what became of them.
    let ended: [(outcome: String, count: Int)]
    private let nodes: [(state: String, count: Int)]
    private let serving: Int
    private let backends: Int
    private let models: Int
    private let inMemory: Int
    private let keeps: Bool

    init?(_ page: JSONValue) {
        guard let version = page["version"]?.string, let requests = page["requests"], let nodes = page["nodes"]?.object
        else { return nil }
        self.version = version
        uptime = page["uptime"]?.double ?? 0
        running = requests["running"]?.integer ?? 0
        waiting = requests["waiting"]?.integer ?? 0
        ended = requests["ended"]?.object?.members.map { ($0.key, $0.value.integer ?? 0) } ?? []
        self.nodes = nodes.members.map { ($0.key, $0.value.integer ?? 0) }
        serving = page["backends"]?["serving"]?.integer ?? 0
        backends = page["backends"]?["all"]?.integer ?? 0
        models = page["models"]?["known"]?.integer ?? 0
        inMemory = page["models"]?["in_memory"]?.integer ?? 0
        keeps = page["keeps"]?.bool ?? false
    }

    var completed: Int { ended.first { $0.outcome == "completed" }?.count ?? 0 }
    var failed: Int { ended.first { $0.outcome == "failed" }?.count ?? 0 }
    /// By the router, before anybody was asked.
    var refused: Int {
        ended.reduce(0) { $0 + ($1.outcome.hasPrefix("refused") || $1.outcome == "expired" ? $1.count : 0) }
    }
    /// By the router itself, where it could.
    var answered: Int { ended.first { $0.outcome == "answered" }?.count ?? 0 }
    var cancelled: Int { ended.first { $0.outcome == "cancelled" }?.count ?? 0 }
    var total: Int { ended.reduce(0) { $0 + $1.count } }

    /// What has become of requests so far.
    var outcomes: String {
        let parts = [
            (completed, "completed"), (answered, "answered by the router"), (failed, "failed"), (refused, "refused"),
            (cancelled, "cancelled"),
        ]
        let told = parts.filter { $0.0 > 0 }.map { "\(Figure.count($0.0)) \($0.1)" }
        return told.isEmpty ? "none yet" : told.joined(separator: ", ")
    }

    /// - Parameter lines: of the fleet, for what is not well.
    func text(router: String, _ lines: [FleetLine], width: Int?) -> [String] {
        let shown = head(router) + unwell(lines)
        return shown.flatMap { Terminal.wrapped($0.plain, to: width, indent: Self.margin) }
    }

    /// Before what is said of each word.
    private static let margin = 10

    private func head(_ router: String) -> [String] {
        let counted = nodes.filter { $0.count > 0 }.map { "\($0.count) \($0.state)" }
        let rest = backends - serving
        var text = [
            "Herd \(version) at \(router), up \(Figure.span(uptime))", "",
            "nodes     " + (counted.isEmpty ? "none" : counted.joined(separator: ", ")),
            "backends  \(serving) serving" + (rest > 0 ? ", \(rest) not" : ""),
            "models    \(models)" + (models > 0 ? ", of which \(inMemory) in memory" : ""),
            "requests  \(running) running, \(waiting) waiting; so far: \(outcomes)",
        ]
        if !keeps { text.append("kept      nothing: what is learned and added ends with the router (data-dir)") }
        if backends == 0 {
            text += [
                "",
                "No servers are known yet. Add one with: herd nodes add http://HOST:PORT, or start herd-node where they run.",
            ]
        }
        return text
    }

    private func unwell(_ lines: [FleetLine]) -> [String] {
        let noted = lines.compactMap { line in line.note.map { (line, $0) } }
        if noted.isEmpty { return [] }
        var table = FittedTable([.init("", rank: 0), .init("", rank: 0), .init("", rank: 0), .init("", rank: 0)])
        for (line, note) in noted { table.append(["!", line.node, line.backend ?? "-", note]) }
        return [""] + table.lines(width: nil).dropFirst()
    }
}

extension String {
    /// Somebody else's words, without what would steer a terminal.
    var plain: String { Terminal.plain(self) }
}
