import Synchronization

/// An HTTP/1.1 server on a group of loops: the first loop accepts and hands each caller to the loop with the fewest
/// connections, where it stays.
package final class Server: Sendable {
    /// Answers one request. Runs on the loop of the connection; the exchange must not outlive the call.
    package typealias Handler = @Sendable (Exchange) async -> Void

    /// Callers beyond the cap who are told so at once; further ones are only closed.
    private static let refusalsMax = 256

    /// How long a stop waits for the handlers of requests that it has cut off: they have only to notice.
    private static let cutOffPatience = LoopSpan(.seconds(1))

    package let options: ServerOptions
    package let bodies: MemoryBudget
    let spans: ServerSpans
    let handler: Handler
    private let loops: [EventLoop]
    private let connections: LoopLocal<ConnectionSet>
    private let listeners: LoopLocal<ListenerSet>
    private let loads: [LoopLoad]
    private let open = Atomic<Int>(0)
    private let stopping = Atomic<Bool>(false)

    package init(on group: LoopGroup, options: ServerOptions = ServerOptions(), handler: @escaping Handler) {
        self.options = options
        self.handler = handler
        loops = group.loops
        bodies = MemoryBudget(max: options.bodiesMemoryMax)
        spans = ServerSpans(options)
        connections = LoopLocal(loops: group.loops.count) { _ in ConnectionSet() }
        listeners = LoopLocal(loops: group.loops.count) { _ in ListenerSet() }
        loads = group.loops.map { _ in LoopLoad() }
    }

    package var isStopping: Bool { stopping.load(ordering: .relaxed) }
    package var connectionCount: Int { open.load(ordering: .relaxed) }

    // MARK: Listening

    /// Listens on the address and answers where that really is, which matters for port 0.
    package func listen(on address: SocketAddress) async throws(SystemError) -> SocketAddress {
        let acceptor = loops[0]
        let outcome = await acceptor.ask { self.openListener(address, on: acceptor) }
        return try outcome.get()
    }

    private func openListener(_ address: SocketAddress, on loop: EventLoop) -> Result<SocketAddress, SystemError> {
        Result { () throws(SystemError) in
            let listener = try Listener(
                address,
                on: loop,
                accepted: { self.handOver($0, from: loop) },
                turnedAway: { self.turnAway($0, on: loop) }
            )
            listeners[loop].all.append(listener)
            return listener.address
        }
    }

    private func handOver(_ descriptor: Int32, from acceptor: EventLoop) {
        let count = open.wrappingAdd(1, ordering: .relaxed).newValue
        if count > options.connectionsMax + Self.refusalsMax {
            turnAway(descriptor, on: acceptor)
            acceptor.system.close(descriptor)
            connectionEnded(on: nil)
            return
        }
        let isWelcome = count <= options.connectionsMax
        let index = loads.indices.min { loads[$0].count < loads[$1].count } ?? 0
        loads[index].add(1)
        let loop = loops[index]
        loop.spawn { await self.serve(descriptor, on: loop, isWelcome: isWelcome) }
    }

    private func turnAway(_ descriptor: Int32, on loop: EventLoop) {
        loop.statistics.connectionsRefused += 1
        _ = loop.system.receive(descriptor, loop.scratch)
        StockAnswer.busy.withUnsafeBytes { _ = loop.system.send(descriptor, $0) }
        loop.system.finishSending(descriptor)
    }

    private func serve(_ descriptor: Int32, on loop: EventLoop, isWelcome: Bool) async {
        if let connection = try? ServerConnection(descriptor, on: loop, of: self) {
            connections[loop].insert(connection)
            loop.statistics.connectionsOpen += 1
            if isWelcome {
                loop.statistics.connectionsAccepted += 1
                await connection.serve()
            } else {
                loop.statistics.connectionsRefused += 1
                await connection.refuse()
            }
            loop.statistics.connectionsOpen -= 1
            connections[loop].remove(connection)
        }
        connectionEnded(on: loop)
    }

    private func connectionEnded(on loop: EventLoop?) {
        if let loop { loads[loop.index].add(-1) }
        let rest = open.wrappingSubtract(1, ordering: .relaxed).newValue
        if rest == 0 && isStopping {
            let acceptor = loops[0]
            acceptor.post { self.listeners[acceptor].stopGate?.open() }
        }
    }

    // MARK: Stopping

    /// Stops listening, lets what runs come to its end, then closes. Answers whether everything ended by itself; what had
    /// not when the deadline passed is cut off with a reset.
    @discardableResult
    package func stop() async -> Bool {
        stopping.store(true, ordering: .relaxed)
        let acceptor = loops[0]
        await acceptor.ask { self.listeners[acceptor].close() }
        for loop in loops {
            await loop.ask { self.connections[loop].forEach { $0.serverStops() } }
        }
        let deadline = LoopSpan(options.stopDeadline)
        let finished = await acceptor.run { await self.waitUntilEmpty(on: acceptor, for: deadline) }
        if finished { return true }
        for loop in loops {
            await loop.ask { self.connections[loop].forEach { $0.cutOff() } }
        }
        _ = await acceptor.run { await self.waitUntilEmpty(on: acceptor, for: Self.cutOffPatience) }
        return false
    }

    private func waitUntilEmpty(on loop: EventLoop, for span: LoopSpan) async -> Bool {
        if connectionCount == 0 { return true }
        let gate = Gate()
        listeners[loop].stopGate = gate
        loop.setDeadline(gate, after: span)
        return await gate.wait() || connectionCount == 0
    }
}

/// How many connections a loop has; counted up by the acceptor, down by the loop.
private final class LoopLoad: Sendable {
    private let connections = Atomic<Int>(0)

    var count: Int { connections.load(ordering: .relaxed) }

    func add(_ change: Int) {
        connections.wrappingAdd(change, ordering: .relaxed)
    }
}

/// The accepting loop's listeners, and the gate at which a stop waits.
private final class ListenerSet {
    var all: [Listener] = []
    var stopGate: Gate?

    func close() {
        for listener in all { listener.close() }
        all = []
    }
}
