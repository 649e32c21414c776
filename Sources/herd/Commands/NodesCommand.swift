import Configuration
import Console
import Dialects

/// `herd nodes`, and what an operator does with one of them.
enum NodesCommand {
    enum Turn: String {
        case drain, resume
    }

    static func list(_ settings: Settings) -> Int32 {
        Asking.run("nodes", settings) { router in
            let answer = try router.get("/fleet/nodes")
            guard let view = NodesView(answer.json) else { throw router.notOurs() }
            return settings[HerdSettings.json] ? answer.text : view.text(width: Terminal.size?.width)
        }
    }

    static func remove(_ settings: Settings, _ arguments: [String]) -> Int32 {
        Asking.run("nodes remove", settings) { router in
            let answer = try router.delete("/fleet/backends/\(escaped(arguments[0]))")
            guard let removed = RemovedView(answer.json) else { throw router.notOurs() }
            return settings[HerdSettings.json] ? answer.text : removed.text
        }
    }

    static func turn(_ settings: Settings, _ arguments: [String], _ turn: Turn) -> Int32 {
        Asking.run("nodes \(turn.rawValue)", settings) { router in
            let answer = try router.order("/fleet/nodes/\(escaped(arguments[0]))/\(turn.rawValue)")
            guard let turned = TurnedView(answer.json) else { throw router.notOurs() }
            return settings[HerdSettings.json] ? answer.text : turned.text
        }
    }

    static func approve(_ settings: Settings, _ arguments: [String]) -> Int32 {
        Asking.run("nodes approve", settings) { router in
            let answer = try router.order("/fleet/nodes/\(escaped(arguments[0]))/approve")
            guard let name = answer.json["node"]?.string, let id = answer.json["id"]?.string else {
                throw router.notOurs()
            }
            if settings[HerdSettings.json] { return answer.text }
            return "\(name) is of the fleet from now on (id \(id)); it joins with its next heartbeat.".plain + "\n"
        }
    }

    /// As one step of a path.
    static func escaped(_ name: String) -> String {
        name.utf8.reduce(into: "") { text, byte in
            let isPlain = Character(Unicode.Scalar(byte)).isLetter && byte < 0x80 || (0x30...0x39).contains(byte)
            if isPlain || "-._~".utf8.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
