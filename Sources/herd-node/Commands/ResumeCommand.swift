import Configuration
import Console
import NodeAgent

/// `herd-node resume`: the owner needs the machine no more.
enum ResumeCommand {
    static func run(_ settings: Settings) -> Int32 {
        do {
            try AgentFolder(settings[HerdNodeSettings.dataDir]).resume()
            Terminal.say("Resumed")
            return 0
        } catch {
            Terminal.complain("herd-node: \(error)")
            return 1
        }
    }
}
