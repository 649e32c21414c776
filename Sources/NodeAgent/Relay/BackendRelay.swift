import HTTPEngine

/// Passes the router's requests on to servers that only this machine can reach.
///
/// It answers whoever shows the key that the router was given for one of them, and nobody else; the key chooses the server, so
/// that paths stay as they are. Bytes go through as they come, and a router that leaves ends the request here too: both are the
/// engine's own relay. How patient to be is the router's affair.
final class BackendRelay: Sendable {
    private let ways: RelayWays
    private let server: Server
    /// Where it listens.
    private let ports = Locked<[String: Int]>([:])

    init(on group: LoopGroup, by resolver: Resolver, stopDeadline: Duration) {
        var upstream = UpstreamOptions()
        upstream.firstByteTimeout = .seconds(3600)
        upstream.firstTokenTimeout = .seconds(3600)
        upstream.betweenBytesTimeout = .seconds(3600)
        let ways = RelayWays(on: group, by: resolver, options: upstream)
        self.ways = ways
        var options = ServerOptions()
        options.stopDeadline = stopDeadline
        // Longer than the router keeps a connection that nobody uses.
        options.idleTimeout = .seconds(300)
        options.pseudonym = Array("herd-node-\(String(UInt32.random(in: .min ... .max), radix: 16))".utf8)
        server = Server(on: group, options: options) { await ways.answer($0) }
    }

    /// Listens there if it does not yet, at the port if that is free, and answers at which.
    func port(on host: String, preferring port: Int) async -> Int? {
        if let known = ports.withLock({ $0[host] }) { return known }
        for port in [port, 0] {
            // An address in figures: nobody is asked for it.
            guard let address = try? SocketAddress.resolve(host, port: port, isListening: true).first,
                let bound = try? await server.listen(on: address)
            else { continue }
            ports.withLock { $0[host] = bound.port }
            return bound.port
        }
        return nil
    }

    /// The servers that can be reached from now on, by their keys.
    func open(_ ways: [String: Endpoint]) {
        self.ways.open(ways)
    }

    /// Lets what runs come to its end; answers whether it did within the deadline.
    func stop() async -> Bool {
        await server.stop()
    }
}
