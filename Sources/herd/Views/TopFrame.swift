import Dialects

/// One picture of `herd top`: what the router's pages say, laid out for a terminal of some size.
struct TopFrame {
    /// What a frame needs of the one before it.
    struct Before: Sendable {
        let total: Int
        /// Seconds since it was taken.
        let ago: Double
    }

    private static let newestMax = 50
    /// A heading, a line, and how many more there are.
    private static let sectionMin = 3

    let status: StatusView
    private let nodes: NodesView
    private let waiting: [JSONValue]
    private let requests: [JSONValue]

    init?(status: JSONValue, nodes: JSONValue, queue: JSONValue, requests: JSONValue) {
        guard let status = StatusView(status), let nodes = NodesView(nodes), let tickets = queue["tickets"]?.array,
            let rows = requests["requests"]?.array
        else { return nil }
        self.status = status
        self.nodes = nodes
        waiting = tickets
        self.requests = rows
    }

    /// - Parameter height: nil for all there is.
    func lines(router: String, width: Int, height: Int?, after before: Before?) -> [String] {
        let head = heading(router, width, before)
        var sections = [nodeLines(width), queueLines(width), requestLines(width)].filter { !$0.isEmpty }
        if let height {
            // Requests give way first, then who waits.
            while sections.count > 1, height < head.count + sections.count * (1 + Self.sectionMin) {
                sections.removeLast()
            }
            // Each section has a blank line before it.
            var room = max(height - head.count - sections.count, 0)
            let fair = room / sections.count
            for index in sections.indices {
                let later = sections[(index + 1)...].reduce(0) { $0 + min($1.count, fair) }
                sections[index] = Self.cut(sections[index], to: max(room - later, 0), width)
                room -= sections[index].count
            }
        }
        let all = head + sections.flatMap { $0.isEmpty ? [] : [""] + $0 }
        return height.map { Array(all.prefix($0)) } ?? all
    }

    private static func cut(_ lines: [String], to count: Int, _ width: Int) -> [String] {
        if lines.count <= count { return lines }
        // A heading alone tells nothing.
        guard count > 2 else { return [] }
        return lines.prefix(count - 1) + ["… and \(lines.count - count + 1) more".cut(to: width)]
    }

    // MARK: Sections

    private func heading(_ router: String, _ width: Int, _ before: Before?) -> [String] {
        let rate = before.flatMap { before in
            before.ago > 0 ? Double(max(status.total - before.total, 0)) / before.ago : nil
        }
        let pace = rate.map { " (\(Figure.seconds($0)) a second)" } ?? ""
        return [
            "Herd \(status.version) at \(router), up \(Figure.span(status.uptime))",
            "\(status.running) running, \(status.waiting) waiting; so far: \(status.outcomes)\(pace)",
        ].map { $0.plain.cut(to: width) }
    }

    private func nodeLines(_ width: Int) -> [String] {
        if nodes.lines.isEmpty { return ["no servers are known yet: herd nodes add http://HOST:PORT".cut(to: width)] }
        let table = nodes.table(nodes.lines).lines(width: width)
        // A line that says why follows the server it is about.
        return table.prefix(1)
            + zip(nodes.lines, table.dropFirst()).flatMap { line, row in
                [row] + (line.note.map { ["  ! \($0)".plain.cut(to: width)] } ?? [])
            }
    }

    private func queueLines(_ width: Int) -> [String] {
        if waiting.isEmpty { return [] }
        var table = FittedTable([
            .init("waiting", rank: 0, isWord: false), .init("model", rank: 0, isElastic: true),
            .init("priority", rank: 1),
            .init("for", rank: 0, isWord: false), .init("expected in", rank: 0, isWord: false),
        ])
        for (place, ticket) in waiting.enumerated() {
            table.append([
                "\(place + 1)", ticket["model"]?.string ?? "-", ticket["priority"]?.string ?? "-",
                Self.span(ticket["waited"]), Self.span(ticket["expected_start_in"]),
            ])
        }
        return table.lines(width: width)
    }

    private func requestLines(_ width: Int) -> [String] {
        if requests.isEmpty { return [] }
        var table = FittedTable([
            .init("request", rank: 8), .init("model", rank: 0, isElastic: true), .init("state", rank: 0),
            .init("status", rank: 7, isWord: false), .init("node", rank: 1), .init("waited", rank: 5, isWord: false),
            .init("first token", rank: 4, isWord: false), .init("took", rank: 2, isWord: false),
            .init("in", rank: 6, isWord: false), .init("out", rank: 3, isWord: false),
        ])
        let running = requests.filter { $0["state"]?.string == "running" }
        let others = requests.filter { !["running", "waiting"].contains($0["state"]?.string) }
        for row in (running + others).prefix(Self.newestMax) {
            table.append([
                row["id"]?.string ?? "-", row["model"]?.string ?? "-", row["state"]?.string ?? "-",
                Self.figure(row["status"]), row["node"]?.string ?? "-", Self.span(row["waited"]),
                Self.span(row["first_token_after"]), Self.span(row["duration"]), Self.figure(row["prompt_tokens"]),
                Self.figure(row["output_tokens"]),
            ])
        }
        return table.lines(width: width)
    }

    private static func span(_ value: JSONValue?) -> String { value?.double.map { Figure.span(max($0, 0)) } ?? "-" }

    private static func figure(_ value: JSONValue?) -> String { value?.integer.map { "\($0)" } ?? "-" }
}
