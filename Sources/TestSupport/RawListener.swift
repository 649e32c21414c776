package import HTTPEngine

/// A listening socket whose connections a test answers by hand.
///
/// `@unchecked Sendable`: everything but the address is touched on the listener's loop only.
package final class RawListener: @unchecked Sendable {
    package let address: SocketAddress
    private let loop: EventLoop
    private let listener: Listener
    private let queue: AcceptQueue

    package init(on loop: EventLoop) async throws {
        self.loop = loop
        let queue = AcceptQueue()
        self.queue = queue
        let listener = await loop.ask { () -> Result<Opened, SystemError> in
            Result { () throws(SystemError) in Opened(try Self.open(queue, on: loop)) }
        }
        self.listener = try listener.get().listener
        address = self.listener.address
    }

    private static func open(_ queue: AcceptQueue, on loop: EventLoop) throws(SystemError) -> Listener {
        try Listener(
            .loopback(),
            on: loop,
            accepted: { descriptor in
                if let socket = try? Socket(descriptor, on: loop) { queue.put(RawPeer(accepted: socket)) }
            },
            turnedAway: { _ in }
        )
    }

    /// The next connection, which may have to be waited for.
    package func accept() async -> RawPeer {
        await loop.run { await self.queue.next() }
    }

    /// How many connections came and were not taken by the test.
    package var waiting: Int {
        get async { await loop.ask { self.queue.count } }
    }

    package func close() async {
        await loop.ask { self.listener.close() }
    }
}

/// `@unchecked Sendable`: on its way from the loop that made it to the test that keeps it.
private struct Opened: @unchecked Sendable {
    let listener: Listener

    init(_ listener: Listener) {
        self.listener = listener
    }
}

/// `@unchecked Sendable`: touched on the listener's loop only.
private final class AcceptQueue: @unchecked Sendable {
    private var peers: [RawPeer] = []
    private var waiting: [UnsafeContinuation<RawPeer, Never>] = []

    var count: Int { peers.count }

    func put(_ peer: RawPeer) {
        if waiting.isEmpty {
            peers.append(peer)
        } else {
            waiting.removeFirst().resume(returning: peer)
        }
    }

    func next() async -> RawPeer {
        if !peers.isEmpty { return peers.removeFirst() }
        return await withUnsafeContinuation { waiting.append($0) }
    }
}
