import Configuration
import Console
import HTTPEngine
import Practice
import Probing
import Router
import Telemetry

/// `herd try`, which is what `make run` starts: a router in front of whatever inference servers run on this machine, or of
/// the practice model when there is none.
enum TryCommand {
    static func run(_ settings: Settings) -> Int32 {
        Signals.hold()
        let log = Logger(
            component: "herd",
            level: settings[HerdSettings.logLevel],
            format: settings[HerdSettings.logFormat]
        )
        var options = RouterOptions(settings)
        do {
            try options.readKeys(log)
            try options.readTrust(settings)
            let group = try LoopGroup(count: 1)
            if options.backends.isEmpty {
                let found = Waiting.untilDone { await LocalServers.find(on: group.loops[0]) }
                for backend in found { Terminal.say("Found an inference server: \(backend)") }
                if found.isEmpty {
                    options.backends = [try practice(settings, on: group)]
                } else if !settings[HerdSettings.agent] {
                    options.backends = found
                }
            }
            let router = try RouterService(options, log: log)
            let addresses = try Waiting.untilDone { () throws(StartError) in try await router.start() }.get()
            Terminal.say(invitation(port: addresses.first?.port ?? options.port))
            Signals.waitForFirst()
            _ = Waiting.untilDone { await router.stop() }
            return 0
        } catch {
            Terminal.complain("herd: \(error)")
            return 1
        }
    }

    private static func practice(_ settings: Settings, on group: LoopGroup) throws -> Endpoint {
        let server = PracticeServer(PracticeCommand.backend(settings))
        let started = Waiting.untilDone { () throws(SystemError) in try await server.start(on: group, port: 0) }
        let (_, address) = try started.get()
        Terminal.say(
            """
            No inference server was found on this machine (looked on the ports of \(UsualServers.names)).
            Requests are answered by the practice model instead. It is not a language model: it only shows that things work.
            With a server elsewhere: herd --backend http://HOST:PORT
            """
        )
        return Endpoint(host: "127.0.0.1", port: address.port)
    }

    private static func invitation(port: Int) -> String {
        """

        Herd is listening. In another terminal:

          curl http://localhost:\(port)/v1/chat/completions -N -d '{"model":"practice","stream":true,
            "messages":[{"role":"user","content":"Hello"}]}'
          curl http://localhost:\(port)/api/tags

        """
    }
}
