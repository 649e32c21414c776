import Configuration
import Console
import HTTPEngine
import Practice
import Telemetry

/// `herd practice`: an inference server without a model, to try things out with.
enum PracticeCommand {
    static func run(_ settings: Settings) -> Int32 {
        Signals.hold()
        SystemCalls.raiseDescriptorLimit()
        let log = Logger(
            component: "practice",
            level: settings[HerdSettings.logLevel],
            format: settings[HerdSettings.logFormat]
        )
        let port = Int(settings[HerdSettings.practicePort])
        do {
            let group = try LoopGroup(count: 1)
            let practice = PracticeServer(backend(settings))
            let started = Waiting.untilDone { () throws(SystemError) in try await practice.start(on: group, port: port)
            }
            let (server, address) = try started.get()
            log.info("this is the practice model, not a real one", ["address": .string("http://\(address)")])
            log.info("try it", ["command": .string("herd --backend http://\(address)")])
            Signals.waitForFirst()
            _ = Waiting.untilDone { await server.stop() }
            return 0
        } catch {
            Terminal.complain(
                "herd practice: cannot listen on port \(port): \(error): choose another with --practice-port"
            )
            return 1
        }
    }

    static func backend(_ settings: Settings) -> PracticeBackend {
        PracticeBackend(
            pace: PracticePace(
                tokensPerSecond: Double(settings[HerdSettings.practiceSpeed]),
                firstToken: settings[HerdSettings.practiceFirstToken]
            ),
            only: settings[HerdSettings.practiceDialect].only
        )
    }
}
