import Configuration
import Console
import HTTPEngine

/// `herd status`: how a running router and its fleet stand.
enum StatusCommand {
    static func run(_ settings: Settings) -> Int32 {
        Asking.run("status", settings) { router in
            let status = try router.get("/fleet/status")
            guard let view = StatusView(status.json) else { throw router.notOurs() }
            if settings[HerdSettings.json] { return status.text }
            guard let lines = FleetLine.lines(try router.get("/fleet/nodes").json) else { throw router.notOurs() }
            let shown = view.text(router: router.endpoint.description, lines, width: Terminal.size?.width)
            return Paint.lines(shown, hasSections: false).joined(separator: "\n") + "\n"
        }
    }
}
