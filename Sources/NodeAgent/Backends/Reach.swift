import Fleet
package import HTTPEngine

/// By which way the router gets to a server on this machine.
///
/// A server that listens on loopback only stays closed to the network: the agent's relay passes on what the router sends, and
/// nobody else's. A router on the same machine needs no way at all. What is behind https goes through the relay too: its
/// certificate is for the name by which this machine knows it, and signed by those whom this machine believes.
package enum Reach: Equatable, Sendable {
    /// Where it is, as the router reaches it.
    case address(String)
    /// At this port of wherever the router sees our words come from.
    case port(Int)
    case relay

    /// What the router has told us of where we are, and what the settings say.
    package struct Situation: Equatable, Sendable {
        package var isSameMachine: Bool
        /// This machine's address on the connection to the router.
        package var localHost: String?
        /// By which the router reaches us, where that is not the address it sees.
        package var address: String?
        package var relaysAlways: Bool

        package init(
            isSameMachine: Bool,
            localHost: String? = nil,
            address: String? = nil,
            relaysAlways: Bool = false
        ) {
            self.isSameMachine = isSameMachine
            self.localHost = localHost
            self.address = address
            self.relaysAlways = relaysAlways
        }
    }

    /// - Parameter isOpen: it takes connections on this machine's address, not on loopback only.
    package init(to endpoint: Endpoint, isOpen: Bool, _ situation: Situation) {
        let isHere = SocketAddress.isLoopback(endpoint.host) || endpoint.host == situation.localHost
        if situation.relaysAlways || !isHere || endpoint.isSecure {
            self = .relay
        } else if situation.isSameMachine {
            self = .address(endpoint.description)
        } else if isOpen && endpoint.basePath.isEmpty {
            self.init(port: endpoint.port, situation.address)
        } else {
            self = .relay
        }
    }

    package init(port: Int, _ address: String?) {
        self = address.map { .address(Endpoint(host: $0, port: port).description) } ?? .port(port)
    }
}
