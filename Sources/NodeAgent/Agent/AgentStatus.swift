import Dialects

/// What a running agent has written about itself, for people.
package struct AgentStatus: Sendable {
    private let json: JSONValue

    /// Nil for what no agent has written.
    package init?(_ text: String) {
        guard let json = try? JSONValue(parsing: Array(text.utf8)), json["state"]?.string != nil else { return nil }
        self.json = json
    }

    package func lines(process: Int) -> [String] {
        let router = json["router"]?.string ?? "looking for one"
        var lines = ["herd-node runs as process \(process)", "router    \(router): \(standing)"]
        if let busy = json["busy"]?.array, !busy.isEmpty {
            lines.append("busy      \(busy.compactMap(\.string).joined(separator: ", "))")
        }
        for server in json["servers"]?.array ?? [] {
            let models = server["models"]?.integer ?? 0
            let state = server["reachable"]?.bool == true ? "\(models) models" : "does not answer"
            lines.append("server    \(server["name"]?.string ?? "") at \(server["address"]?.string ?? ""): \(state)")
        }
        if json["servers"]?.array?.isEmpty != false { lines.append("server    none found") }
        return lines
    }

    private var standing: String {
        let reason = json["reason"]?.string ?? ""
        switch json["state"]?.string {
        case "joined": return "joined as \(json["node"]?.string ?? "")"
        case "looking": return "no answer (\(reason))"
        case "refused": return "refuses this machine: \(reason)"
        case "leaving": return "leaving"
        default: return "starting"
        }
    }
}
