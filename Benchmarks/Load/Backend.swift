import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The server behind the router: listens on any free port of this machine and answers every connection by itself.
///
/// It judges nobody: what it does not understand it answers 500 or not at all, and the clients count that.
///
/// `@unchecked Sendable`: the listener is touched on the loop's thread only.
final class Backend: @unchecked Sendable {
    private let loop: EventLoop
    private var listener: Listener?

    init(on loop: EventLoop) {
        self.loop = loop
    }

    func listen() async throws(LoadFailure) -> Int {
        let outcome = await loop.ask { Result { () throws(SystemError) in try self.openListener() } }
        do throws(SystemError) {
            return try outcome.get()
        } catch {
            throw LoadFailure("listening: \(error)")
        }
    }

    private func openListener() throws(SystemError) -> Int {
        let listener = try Listener(
            .loopback(),
            on: loop,
            accepted: { descriptor in self.welcome(descriptor) },
            turnedAway: { _ in }
        )
        self.listener = listener
        return listener.address.port
    }

    private func welcome(_ descriptor: Int32) {
        // Tokens are small and must not wait for one another.
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        loop.spawn {
            guard let socket = try? Socket(descriptor, on: self.loop) else { return }
            defer { socket.close() }
            try? await BackendConnection(socket).serve()
        }
    }
}
