/// One backend as the engine sees it: an address and, on every loop, a pool of connections to it.
package final class Upstream: Sendable {
    package let endpoint: Endpoint
    package let options: UpstreamOptions
    /// Replaces what clients sent to be let in.
    package let credential: Credential?
    let spans: UpstreamSpans
    let resolver: Resolver
    /// `Host: …` with its line end, as every request to this backend carries it, and the key if it wants one.
    let hostField: [UInt8]
    let basePath: [UInt8]
    private let pools: LoopLocal<UpstreamPool>

    package init(
        _ endpoint: Endpoint,
        on group: LoopGroup,
        resolver: Resolver,
        options: UpstreamOptions,
        credential: Credential? = nil
    ) {
        self.endpoint = endpoint
        self.options = options
        self.credential = credential
        self.resolver = resolver
        spans = UpstreamSpans(options)
        hostField = Array("Host: \(endpoint.authority)\r\n\(endpoint.keyField)".utf8)
        basePath = Array(endpoint.basePath.utf8)
        pools = LoopLocal(loops: group.loops.count) { _ in UpstreamPool() }
    }

    func pool(on loop: EventLoop) -> UpstreamPool { pools[loop] }

    /// A connection that waits in the pool, the one used last first: it is the least likely to be about to expire.
    package func idleConnection(on loop: EventLoop) -> UpstreamConnection? {
        pools[loop].takeIdle()
    }

    /// A new connection for the exchange; ends early when its client leaves.
    package func connect(for exchange: Exchange) async throws(UpstreamFault) -> UpstreamConnection {
        let loop = exchange.loop
        let pool = pools[loop]
        guard pool.count < options.connectionsMax else { throw .tooManyConnections }
        pool.count += 1
        do throws(UpstreamFault) {
            var addresses = resolver.known(endpoint, at: loop.now)
            if addresses.isEmpty { addresses = try await lookUp(on: loop) }
            return connection(try await connector(for: exchange, to: addresses).run(), pool)
        } catch {
            failed(error, pool)
            throw error
        }
    }

    // These are not inlined: what they need for a moment would be kept room for in every open stream.

    @inline(never)
    private func connector(for exchange: Exchange, to addresses: [SocketAddress]) -> Connector {
        Connector(exchange, to: addresses, as: resolver.peer(at: endpoint), within: spans.connect)
    }

    @inline(never)
    private func connection(_ socket: Socket, _ pool: UpstreamPool) -> UpstreamConnection {
        let loop = socket.loop
        loop.statistics.upstreamConnects &+= 1
        loop.statistics.upstreamOpen += 1
        return UpstreamConnection(socket, to: self, in: pool)
    }

    @inline(never)
    private func failed(_ fault: UpstreamFault, _ pool: UpstreamPool) {
        pool.count -= 1
        if fault != .clientLeft { resolver.distrust(endpoint) }
    }

    private func lookUp(on loop: EventLoop) async throws(UpstreamFault) -> [SocketAddress] {
        do throws(ResolveError) {
            return try await resolver.addresses(of: endpoint, at: loop.now)
        } catch {
            throw .unreachable(error.description)
        }
    }

    /// Whether a connection can be had. One that was opened to find out is kept for the next request.
    package func canConnect(for exchange: Exchange) async -> Bool {
        if pools[exchange.loop].idleCount > 0 { return true }
        guard let connection = try? await connect(for: exchange) else { return false }
        connection.release()
        return true
    }

    /// Has the backend answer the exchange over a connection from `idleConnection` or `connect`.
    package func answer(
        _ exchange: Exchange,
        body: RequestBody,
        over connection: UpstreamConnection,
        plan: RelayPlan = RelayPlan()
    ) async -> RelayEnd {
        await Relay(exchange, connection, body, plan).run()
    }
}
