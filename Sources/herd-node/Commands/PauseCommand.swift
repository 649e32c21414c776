import Configuration
import Console
import NodeAgent
import Telemetry

/// `herd-node pause`: the owner needs the machine. A running agent reads it within a second, one that starts later too.
enum PauseCommand {
    static func run(_ settings: Settings) -> Int32 {
        let time = settings[HerdNodeSettings.pauseFor]
        let end = time.map { SystemTime().wallTime.seconds + $0.components.seconds }
        do {
            // Held for this moment where no agent runs, so that it is made.
            let path = settings[HerdNodeSettings.dataDir]
            if DataFolder.holder(of: path) == nil { _ = try DataFolder(path) }
            try AgentFolder(path).pause(OwnerPause(until: end))
        } catch {
            Terminal.complain("herd-node: \(error)")
            return 1
        }
        Terminal.say(
            end.map { "Paused until \(Telemetry.WallTime(seconds: $0).rfc3339)" } ?? "Paused until: herd-node resume"
        )
        return 0
    }
}
