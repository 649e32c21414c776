package import HTTPEngine
import Probing

/// What the agent needs to know, filled from the settings by whoever starts it.
package struct AgentOptions: Sendable {
    /// The only router, where the owner named one; else it is looked for.
    package var router: Endpoint?
    /// Where one may be that nobody named or announced.
    package var usualRouter = Endpoint(host: "127.0.0.1", port: 11_435)
    /// The folder for its identity and for what the owner says to it.
    package var dataDir: String
    /// What the machine is called; the router may add a number to tell two of one name apart.
    package var name: String
    /// Routers take nodes of their own fleet only.
    package var fleet = "herd"
    /// What the fleet's routers want to see, where they want one; in no log and no status.
    package var token: String?
    /// Where inference servers are looked for on this machine.
    package var ports = UsualServers.all.map(\.port)
    /// Further servers, as the owner named them.
    package var backends: [Endpoint] = []
    /// How those behind https, and a router there, prove who they are.
    package var trust = Trust()
    /// Where Ollama is kept running; nil where nobody asked for that.
    package var ollama: Endpoint?
    /// By which the router reaches this machine, where that is not the address it sees.
    package var address: String?
    package var labels: Set<String> = []
    /// Also what the router could reach itself goes through the relay.
    package var relaysAlways = false
    /// Nil for one that stays the same from run to run, if it is free.
    package var relayPort: Int?
    package var lookInterval = Duration.seconds(3)
    package var stopDeadline = Duration.seconds(30)
    package var policy = BusyPolicy()
    /// The hours in which the machine is usually needed are a reason to rather use others.
    package var mindsHabits = true
    package var sensors = Sampler.Options()

    package init(router: Endpoint? = nil, dataDir: String, name: String) {
        self.router = router
        self.dataDir = dataDir
        self.name = name
    }

    /// All places to look at: the named ones win where one of them is a usual one.
    var places: [Endpoint] {
        let usual = ports.map { Endpoint(host: "127.0.0.1", port: $0) }
        let isNamed = { (place: Endpoint) in
            backends.contains { $0.port == place.port && SocketAddress.isLoopback($0.host) }
        }
        let all = backends + usual.filter { !isNamed($0) && !isRouter($0) }
        return all + (ollama.map { all.contains($0) ? [] : [$0] } ?? [])
    }

    /// A router on this machine is no inference server, though it speaks like one.
    private func isRouter(_ place: Endpoint) -> Bool {
        let router = router ?? usualRouter
        return place.port == router.port && SocketAddress.isLoopback(router.host)
    }
}
