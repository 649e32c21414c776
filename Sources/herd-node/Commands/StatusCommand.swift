import Configuration
import Console
import NodeAgent

/// `herd-node status`: what the running agent has written about itself.
enum StatusCommand {
    /// What a program asks that wants to know whether one runs.
    private static let notRunning: Int32 = 3

    static func run(_ settings: Settings) -> Int32 {
        let path = settings[HerdNodeSettings.dataDir]
        guard let process = DataFolder.holder(of: path), let text = AgentFolder(path).status,
            let status = AgentStatus(text)
        else {
            Terminal.complain("herd-node does not run with the data folder \(path): start it with herd-node")
            return notRunning
        }
        Terminal.say(settings[HerdNodeSettings.json] ? text : Terminal.plain(status, process))
        return 0
    }
}

extension Terminal {
    fileprivate static func plain(_ status: AgentStatus, _ process: Int) -> String {
        status.lines(process: process).map { plain($0) }.joined(separator: "\n")
    }
}
