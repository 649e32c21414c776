package import HTTPEngine

/// A listening socket whose connections a test answers by hand.
///
/// `@unchecked Sendable`: everything but the address is touched on the listener's loop only.
package final class RawListener: @unchecked Sendable {
    package let address: SocketAddress
    private let loop: EventLoop
    private let listener: Listener
    private let queue: AcceptQueue

    package init(at address: SocketAddress = .loopback(), on loop: EventLoop) async throws {
        self.loop = loop
        let queue = AcceptQueue()
        self.queue = queue
        let listener = await loop.ask { () -> Result<Opened, SystemError> in
            Result { () throws(SystemError) in Opened(try Self.open(address, queue, on: loop)) }
        }
        self.listener = try listener.get().listener
        self.address = self.listener.address
    }

    private static func open(
        _ address: SocketAddress,
        _ queue: AcceptQueue,
        on loop: EventLoop
    ) throws(SystemError) -> Listener {
        try Listener(
            address,
            on: loop,
            accepted: { descriptor in
                loop.system.setNoDelay(descriptor)
                if let socket = try? Socket(descriptor, on: loop) { queue.put(socket) }
            },
            turnedAway: { _ in }
        )
    }

    package struct NobodyCame: Error {}

    /// The next connection, which may have to be waited for.
    package func accept(within patience: Duration = .seconds(60)) async throws -> RawPeer {
        let queue = queue
        let ticket = await loop.ask { queue.ask() }
        // A test that waits in vain must fail, not hang.
        loop.spawn {
            await self.loop.sleep(for: LoopSpan(patience))
            queue.giveUp(ticket)
        }
        guard let peer = await loop.run({ await queue.answer(to: ticket) }) else { throw NobodyCame() }
        return peer
    }

    /// How many connections came and were not taken by the test.
    package var waiting: Int {
        get async { await loop.ask { self.queue.count } }
    }

    /// Answers every request that ends in "body", on every connection, until the listener is closed.
    package func answerEverything() async {
        await withTaskGroup { tasks in
            while let peer = try? await accept() {
                tasks.addTask {
                    while await peer.read(until: "body").ending == .open {
                        await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer")
                    }
                    await peer.close()
                }
            }
        }
    }

    /// Nobody is let in any more, the connections that were let in end, and who waits for somebody to come waits no longer.
    package func close() async {
        await loop.ask {
            self.listener.close()
            self.queue.close()
        }
    }
}

/// `@unchecked Sendable`: on its way from the loop that made it to the test that keeps it.
private struct Opened: @unchecked Sendable {
    let listener: Listener

    init(_ listener: Listener) {
        self.listener = listener
    }
}

/// Who came and was not taken yet, and who waits for somebody to come.
///
/// `@unchecked Sendable`: touched on the listener's loop only.
private final class AcceptQueue: @unchecked Sendable {
    /// Everybody who ever came.
    private var sockets: [Socket] = []
    private var peers: [RawPeer] = []
    private var asked = 0
    private var isClosed = false
    private var waiting: [Int: UnsafeContinuation<RawPeer?, Never>] = [:]

    var count: Int { peers.count }

    func put(_ socket: Socket) {
        sockets.append(socket)
        let peer = RawPeer(accepted: socket)
        if let first = waiting.keys.min() {
            waiting.removeValue(forKey: first)?.resume(returning: peer)
        } else {
            peers.append(peer)
        }
    }

    func close() {
        isClosed = true
        for socket in sockets { socket.close() }
        for task in waiting.values { task.resume(returning: nil) }
        waiting = [:]
    }

    func ask() -> Int {
        asked += 1
        return asked
    }

    func answer(to ticket: Int) async -> RawPeer? {
        if !peers.isEmpty { return peers.removeFirst() }
        if isClosed { return nil }
        return await withUnsafeContinuation { waiting[ticket] = $0 }
    }

    func giveUp(_ ticket: Int) {
        waiting.removeValue(forKey: ticket)?.resume(returning: nil)
    }
}
