import Configuration
import HTTPEngine

/// `herd status`: how a running router and its fleet stand.
enum StatusCommand {
    static func run(_ settings: Settings) -> Int32 {
        Asking.run("status", settings) { router in
            let status = try router.get("/fleet/status")
            guard let view = StatusView(status.json) else { throw router.notOurs() }
            if settings[HerdSettings.json] { return status.text }
            guard let lines = FleetLine.lines(try router.get("/fleet/nodes").json) else { throw router.notOurs() }
            return view.text(router: router.endpoint.description, lines)
        }
    }
}
