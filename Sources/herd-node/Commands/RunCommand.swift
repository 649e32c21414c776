import Configuration
import Console
import NodeAgent
import Telemetry

/// `herd-node`: tells the router of this machine until it is told to stop.
enum RunCommand {
    static func run(_ settings: Settings) -> Int32 {
        Signals.hold()
        let log = Logger(
            component: "herd-node",
            level: settings[HerdNodeSettings.logLevel],
            format: settings[HerdNodeSettings.logFormat]
        )
        do {
            var options = AgentOptions(settings)
            try options.readTrust(settings)
            let agent = try AgentService(options, log: log)
            agent.start()
            Signals.waitForFirst()
            _ = Waiting.untilDone { await agent.stop() }
            return 0
        } catch {
            Terminal.complain("herd-node: \(error)")
            return 1
        }
    }
}
