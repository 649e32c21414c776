import Configuration
import Console
import HTTPEngine
import Router
import Telemetry

/// `herd`: listens until it is told to stop.
enum ServeCommand {
    static func run(_ settings: Settings) -> Int32 {
        Signals.hold()
        let log = Logger(
            component: "herd",
            level: settings[HerdSettings.logLevel],
            format: settings[HerdSettings.logFormat]
        )
        do {
            var options = RouterOptions(settings)
            try options.readKeys(log)
            try options.readTrust(settings)
            let router = try RouterService(options, log: log)
            _ = try Waiting.untilDone { () throws(StartError) in try await router.start() }.get()
            Signals.waitForFirst()
            _ = Waiting.untilDone { await router.stop() }
            return 0
        } catch {
            Terminal.complain("herd: \(error)")
            return 1
        }
    }
}
