import Dialects

/// One server as the commands show it, read from `GET /fleet/nodes`; a node without any is a line too.
struct FleetLine: Equatable {
    struct Model: Equatable {
        let name: String
        let place: String
        let running: Int
        let size: Int?
        let context: Int?
        let isServed: Bool
    }

    var node: String
    var state: String
    var backend: String?
    var address: String?
    var kind: String?
    var source: String?
    var slots: Int?
    var running = 0
    var waiting = 0
    /// Tokens a second of the newest answer, and how long the newest request had waited.
    var pace: Double?
    var lastWait: Double?
    var foreignLoad: Double?
    /// In a word each, as the agent says; nil where it does not know.
    var heat: String?
    var pressure: String?
    var busy: String?
    var memoryFree: Int?
    var memoryTotal: Int?
    var models: [Model] = []
    /// What people should know of it; nil for one that is well.
    var note: String?

    /// What is in memory there comes first, the busiest before all.
    var residents: [Model] {
        models.filter { $0.place == "resident" }.sorted { ($1.running, $0.name) < ($0.running, $1.name) }
    }

    /// Nil when it is no such page.
    static func lines(_ page: JSONValue) -> [FleetLine]? {
        guard let nodes = page["nodes"]?.array else { return nil }
        let seen = nodes.flatMap { node -> [FleetLine] in
            let backends = node["backends"]?.array ?? []
            return backends.isEmpty ? [FleetLine(node)] : backends.map { FleetLine(node, $0) }
        }
        let unseen = (page["not_seen"]?.array ?? []).map { FleetLine(unseen: $0) }
        return (seen + unseen).sorted { ($0.node, $0.backend ?? "") < ($1.node, $1.backend ?? "") }
    }

    private init(_ node: JSONValue) {
        self.node = node["node"]?.string ?? "-"
        state = node["state"]?.string ?? "-"
        foreignLoad = node["foreign_load"]?.double
        heat = node["thermal"]?.string
        pressure = node["pressure"]?.string
        busy = node["busy"]?.bool == false ? "no" : node["busy"]?["cause"]?.string.map(Self.spoken)
        note = Self.note(node)
    }

    private init(_ node: JSONValue, _ backend: JSONValue) {
        self.init(node)
        self.backend = backend["backend"]?.string
        address = backend["address"]?.string
        kind = backend["kind"]?.string
        source = backend["from"]?.string
        slots = backend["slots"]?.integer
        running = backend["running"]?.integer ?? 0
        waiting = backend["waiting_there"]?.integer ?? 0
        pace = backend["tokens_per_second"]?.double
        lastWait = backend["last_wait"]?.double
        memoryFree = backend["memory_free"]?.integer
        memoryTotal = backend["memory_total"]?.integer
        let isServing = backend["reachable"]?.bool == true && backend["unready"]?.string == nil
        models = (backend["models"]?.array ?? []).map { model in
            Model(
                name: model["model"]?.string ?? "-",
                place: model["place"]?.string ?? "-",
                running: model["running"]?.integer ?? 0,
                size: model["resident_size"]?.integer ?? model["size"]?.integer,
                context: model["context_length"]?.integer,
                isServed: isServing && model["unready"]?.string == nil && state != "offline"
            )
        }
        if isServing { return }
        let isThere = backend["reachable"]?.bool == true
        if state == "online" { state = isThere ? "not ready" : "silent" }
        note = [isThere ? backend["unready"]?.string : "it does not answer", note].compactMap(\.self)
            .joined(separator: "; ")
    }

    private init(unseen entry: JSONValue) {
        node = entry["node"]?.string ?? "-"
        state = Self.spoken(entry["state"]?.string ?? "-")
        backend = entry["backend"]?.string
        address = entry["address"]?.string
        source = entry["from"]?.string
        note = entry["reason"]?.string
    }

    private static func spoken(_ word: String) -> String { String(word.map { $0 == "_" ? " " : $0 }) }

    private static func note(_ node: JSONValue) -> String? {
        var notes: [String] = []
        switch node["state"]?.string {
        case "pending":
            let address = node["address"]?.string.map { " from \($0)" } ?? ""
            notes.append("waits for approval\(address) (herd nodes approve)")
        case "held": notes.append("held by the operator (herd nodes resume)")
        case "offline", "late":
            let ago = node["heard_ago"]?.double.map { " for \(Figure.span($0))" } ?? ""
            notes.append("not heard of\(ago)")
        default: break
        }
        if let cause = node["busy"]?["cause"]?.string { notes.append("busy: \(spoken(cause))") }
        if let heat = node["thermal"]?.string, heat != "nominal" { notes.append("heat: \(heat)") }
        if let pressure = node["pressure"]?.string, pressure != "normal" { notes.append("memory: \(pressure)") }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }
}
