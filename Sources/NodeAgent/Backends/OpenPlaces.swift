import Fleet
import HTTPEngine

/// Which servers take connections on this machine's address and not on loopback only: tried out on the address by which we reach
/// the router, which is our own. Remembered for a minute. On the agent's loop only.
final class OpenPlaces {
    private static let remembered: Seconds = 60
    private static let patience = LoopSpan(.milliseconds(500))

    private struct Place: Hashable {
        let host: String
        let port: Int
    }

    private let resolver: Resolver
    private let loop: EventLoop
    private var known: [Place: (isOpen: Bool, at: Instant)] = [:]

    init(by resolver: Resolver, on loop: EventLoop) {
        self.resolver = resolver
        self.loop = loop
    }

    func isOpen(_ endpoint: Endpoint, on host: String, at now: Instant) async -> Bool {
        // Where it listens on that address, it is found there.
        if !SocketAddress.isLoopback(endpoint.host) { return true }
        let place = Place(host: host, port: endpoint.port)
        if let known = known[place], now - known.at < Self.remembered { return known.isOpen }
        let isOpen = await canConnect(to: place)
        known[place] = (isOpen, now)
        return isOpen
    }

    private func canConnect(to place: Place) async -> Bool {
        let target = Endpoint(host: place.host, port: place.port)
        guard let address = try? await resolver.addresses(of: target, at: loop.now).first,
            let socket = try? await Socket.connect(to: address, on: loop, within: Self.patience)
        else { return false }
        socket.close()
        return true
    }
}
