import Console
import Dialects

/// `herd nodes`: a line for each server, with what there is to know of its machine.
struct NodesView {
    let lines: [FleetLine]

    init?(_ page: JSONValue) {
        guard let lines = FleetLine.lines(page) else { return nil }
        self.lines = lines
    }

    func text(width: Int?) -> String {
        if lines.isEmpty {
            return """
                No servers are known yet. Add one with: herd nodes add http://HOST:PORT
                or start herd-node on the machines where they run (--router URL where it does not find this one)

                """
        }
        return (table(lines).lines(width: width) + notes(width)).joined(separator: "\n") + "\n"
    }

    /// Whole sentences do not fit a table.
    private func notes(_ width: Int?) -> [String] {
        let noted = lines.compactMap { line in
            line.note.map { "  \([line.node, line.backend].compactMap(\.self).joined(separator: ", ")): \($0)".plain }
        }
        return noted.isEmpty ? [] : [""] + noted.flatMap { Terminal.wrapped($0, to: width, indent: 4) }
    }

    func table(_ lines: [FleetLine]) -> FittedTable {
        var table = FittedTable([
            .init("node", rank: 0), .init("state", rank: 0), .init("backend", rank: 7), .init("kind", rank: 6),
            .init("from", rank: 13), .init("running", rank: 1, isWord: false),
            .init("waiting", rank: 12, isWord: false),
            .init("tokens/s", rank: 3, isWord: false), .init("waited", rank: 4, isWord: false),
            .init("load", rank: 5, isWord: false), .init("heat", rank: 9), .init("memory", rank: 10),
            .init("busy", rank: 11), .init("free", rank: 8, isWord: false),
            .init("in memory", rank: 2, isElastic: true),
        ])
        for line in lines { table.append(Self.row(line)) }
        return table
    }

    private static func row(_ line: FleetLine) -> [String] {
        let residents = line.residents.map(\.name)
        let others = line.models.count - residents.count
        let more = others > 0 ? (residents.isEmpty ? "" : " ") + "+\(others) on disk" : ""
        return [
            line.node, line.state, line.backend ?? "-", line.kind ?? "-", line.source ?? "-",
            line.kind == nil ? "-" : "\(line.running)" + (line.slots.map { "/\($0)" } ?? ""),
            line.waiting == 0 ? "-" : "\(line.waiting)", line.pace.map { Figure.rate($0) } ?? "-",
            line.lastWait.map { Figure.span($0) } ?? "-", Figure.percent(line.foreignLoad), line.heat ?? "-",
            line.pressure ?? "-", line.busy ?? "-", Figure.bytes(line.memoryFree),
            residents.joined(separator: ", ") + more,
        ]
    }
}
