import Configuration
import Console

/// `herd models`: which models the fleet has, and where.
enum ModelsCommand {
    static func run(_ settings: Settings) -> Int32 {
        Asking.run("models", settings) { router in
            let json = settings[HerdSettings.json]
            let answer = try router.get(json ? "/v1/models" : "/fleet/nodes")
            if json { return answer.text }
            guard let view = ModelsView(answer.json) else { throw router.notOurs() }
            return view.text(width: Terminal.size?.width)
        }
    }
}
