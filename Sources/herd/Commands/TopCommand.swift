import Configuration
import Console
import Dialects
import HTTPEngine

/// `herd top`: the fleet as it is now, again and again, in place of the terminal's picture. Where there is no terminal, or with
/// `--once`, plain text.
enum TopCommand {
    /// Whoever reads a file of it gets no lines without an end.
    private static let plainWidth = 120
    private static let requestsMax = 60
    /// While a question is out nobody looks at the keys.
    private static let patience = Duration.seconds(3)

    static func run(_ settings: Settings) -> Int32 {
        do {
            let isLive = Screen.isPossible && !settings[HerdSettings.once] && !settings[HerdSettings.json]
            // Before any thread is started, so that none of them takes one.
            if isLive { Signals.hold() }
            let router = try RunningRouter(settings, patience: patience)
            if settings[HerdSettings.json] { return try print(settings) { try json(router) } }
            guard isLive, let screen = Screen() else {
                var before: Shot?
                return try print(settings) {
                    let shot = try Shot(router)
                    defer { before = shot }
                    return shot.lines(router, Terminal.size?.width ?? plainWidth, nil, after: before)
                        .joined(separator: "\n") + "\n"
                }
            }
            defer { screen.end() }
            return try watch(router, on: screen, every: settings[HerdSettings.interval])
        } catch {
            Terminal.complain("herd top: \(error)")
            return (error as? RunningRouter.Fault)?.exitCode ?? 1
        }
    }

    // MARK: Without a terminal

    private static func print(_ settings: Settings, _ text: () throws -> String) throws -> Int32 {
        var isFirst = true
        while true {
            Terminal.say((isFirst ? "" : "\n") + (try text()), terminator: "")
            if settings[HerdSettings.once] || settings[HerdSettings.json] { return 0 }
            isFirst = false
            Terminal.pause(settings[HerdSettings.interval])
        }
    }

    /// The pages that a picture is made of.
    private static func json(_ router: RunningRouter) throws -> String {
        let shot = try Shot(router)
        return JSONValue.object(shot.pages).encodedText + "\n"
    }

    // MARK: In place

    private static func watch(_ router: RunningRouter, on screen: Screen, every interval: Duration) throws -> Int32 {
        var before: Shot?
        while true {
            let size = Terminal.size ?? (80, 24)
            // A router that restarts is waited for: whoever watches wants to see it come back.
            let lines: [String]
            do throws(RunningRouter.Fault) {
                let shot = try Shot(router)
                lines = shot.lines(router, size.width, size.height, after: before)
                before = shot
            } catch {
                if before == nil { throw error }
                lines = Terminal.wrapped(error.description, to: size.width) + ["", "Trying again. q ends this."]
            }
            screen.draw(Paint.lines(lines, hasSections: true))
            if screen.isEnded(within: interval) { return 0 }
        }
    }

    /// What the router said at one moment.
    private struct Shot {
        let pages: JSONObject
        let frame: TopFrame
        let takenAt: LoopTime

        init(_ router: RunningRouter) throws(RunningRouter.Fault) {
            let status = try router.get("/fleet/status").json
            let nodes = try router.get("/fleet/nodes").json
            let queue = try router.get("/fleet/queue?limit=60").json
            let requests = try router.get("/fleet/requests?limit=\(TopCommand.requestsMax)").json
            guard let frame = TopFrame(status: status, nodes: nodes, queue: queue, requests: requests) else {
                throw router.notOurs()
            }
            self.frame = frame
            pages = ["status": status, "nodes": nodes, "queue": queue, "requests": requests]
            takenAt = EventLoop.clock()
        }

        func lines(_ router: RunningRouter, _ width: Int, _ height: Int?, after before: Shot?) -> [String] {
            let earlier = before.map { before in
                TopFrame.Before(
                    total: before.frame.status.total,
                    ago: Double(takenAt.since(before.takenAt).nanoseconds) / 1e9
                )
            }
            return frame.lines(router: router.endpoint.description, width: width, height: height, after: earlier)
        }
    }
}

extension JSONValue {
    fileprivate var encodedText: String { String(decoding: encoded, as: UTF8.self) }
}
