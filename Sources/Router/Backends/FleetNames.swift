import Configuration
import Fleet
import HTTPEngine

/// What the operator's words mean: machines are called by their names, servers by their URL or by host and port. It is the same
/// for all of them, whether they are from the settings, were added, or announce themselves.
struct FleetNames {
    private static let listedMax = 8

    let entries: [BackendRoster.Entry]
    let fleet: FleetState
    /// Of machines with an agent that have proven who they are, also those that have not spoken since the router began.
    let proven: [String]
    /// Of machines that get no requests, also those that are not met yet.
    private var held: Set<String> { fleet.heldNames }

    // MARK: Machines

    /// Everybody can see them, or they can be named all the same.
    private var machines: Set<String> {
        let met = fleet.nodes.filter { !$0.isForgotten }.map { fleet.nodeProfiles[Int($0.id.index)].name }
        return held.union(met).union(proven).union(entries.map(\.node))
    }

    func isMachine(_ name: String) -> Bool { machines.contains(name) }

    /// An agent speaks for it, or did.
    func hasAgent(_ name: String) -> Bool {
        proven.contains(name) || fleet.node(named: name).map { fleet[$0].hasAgent } ?? false
    }

    func entries(on machine: String) -> [BackendRoster.Entry] { entries.filter { $0.node == machine } }

    // MARK: Servers

    /// The one at this URL, or those at this host and port.
    func entries(at place: String) -> [BackendRoster.Entry] {
        let endpoint = ServiceAddress(place).map { Endpoint($0) }
        return entries.filter { $0.endpoint == endpoint || $0.endpoint.authority == place }
    }

    /// The machine whose agent announces a server there.
    func announcer(of place: String) -> String? {
        let address = ServiceAddress(place).map { Endpoint($0).description }
        let found = announced.first { server in
            [address, "http://\(place)", "https://\(place)"].contains(server.address)
        }
        return found?.node
    }

    private var announced: [(node: String, address: String)] {
        fleet.backends.compactMap { backend in
            let profile = fleet.backendProfiles[Int(backend.id.index)]
            guard !backend.isGone, !profile.isStatic, let address = profile.address else { return nil }
            return (fleet.nodeProfiles[Int(backend.node.index)].name, address)
        }
    }

    /// Of every kind, by their addresses.
    func servers(on machine: String) -> Set<String> {
        let configured = entries(on: machine).map(\.endpoint.description)
        return Set(configured + announced.filter { $0.node == machine }.map(\.address))
    }

    // MARK: What nobody knows

    /// `; did you mean …?`, or what there is.
    func hint(_ written: String) -> String {
        let names = machines.union(entries.map(\.endpoint.authority))
        let near = NearestName.all(written, among: names)
        if !near.isEmpty { return "; did you mean \(near.joined(separator: " or "))?" }
        if machines.isEmpty { return ": the router knows none yet" }
        return machines.count <= Self.listedMax
            ? "; there are \(machines.sorted().joined(separator: ", "))" : "; GET /fleet/nodes (herd nodes) lists all"
    }
}
