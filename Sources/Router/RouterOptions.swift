package import Fleet
package import HTTPEngine
package import Routing

/// What the router needs to know, filled from the settings by whoever starts it.
package struct RouterOptions: Sendable {
    /// Addresses to listen on; empty for all of this machine, IPv4 and IPv6.
    package var hosts: [String] = []
    package var port = 11_435
    package var loops = 0
    package var backends: [Endpoint] = []
    /// Where those are written, for people.
    package var backendsPlace = "the settings"
    /// Where the operator's key is kept, and the key, once it was read. With one, orders about the fleet must show it, from
    /// wherever they come; without one they come from this machine only.
    package var operatorKeyFile: String?
    package var operatorKey: Credential?
    package var server = ServerOptions()
    package var upstream = UpstreamOptions()
    /// Bodies up to this size are kept until the answer begins, so that they can be sent again.
    package var replayMax = 1 << 20
    /// Bodies of model files, which are streamed through; zero for no limit.
    package var uploadMax: UInt64 = 0
    /// How often the backends from the settings are asked what they have; nil for never, so that requests go anywhere.
    package var probeInterval: Duration?
    /// The folder for what is learned and for what became of requests; nil for keeping nothing.
    package var dataDir: String?
    /// Of requests that have ended, beyond which only their number is kept.
    package var rowsPerSecondMax = RowPace.usual
    package var policy = RoutingPolicy()
    /// Nodes of another one are refused.
    package var fleetName = "herd"
    /// When a silent node is late and when it is offline.
    package var fleet = FleetState.Policy()
    /// How often a node is to say how it is.
    package var beatInterval = Duration.seconds(2)
    /// Which nodes are taken.
    package var enrolment = EnrolmentRule.open
    /// How long a node may be silent until it is forgotten.
    package var nodeRetention = Duration.seconds(30 * 86_400)
    /// Machines on the local network can find the router by its name service (mDNS).
    package var isAnnounced = false
    /// Nodes that have proven who they are may announce backends at other addresses than their own.
    package var acceptsForeignAddresses = false
    /// Of how many requests it is remembered where they went and why.
    package var receiptsKept = 1000
    package var aliases = ModelAliases()
    /// The model of requests that name none; without one they are refused.
    package var defaultModel: String?
    /// Clients may change which models the machines have.
    package var managesModels = true
    /// Pages in browsers that may ask.
    package var origins = Origins()
    /// Of the program.
    package var version = ""
    /// How long a client waits for its stream before it gets a sign of life; nil for never.
    package var keepAliveAfter: Duration? = .seconds(10)
    /// And how long for the next.
    package var keepAliveInterval = Duration.seconds(10)
    /// What is said of backends from the settings beside their address.
    package var terms: [Endpoint: BackendTerms] = [:]
    /// The keys of those that want one.
    package var credentials: [Endpoint: Credential] = [:]
    /// How those behind https prove who they are.
    package var trust = Trust()

    package init() {}
}
