#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Socket {
    package static func connect(
        to address: SocketAddress,
        on loop: EventLoop,
        within limit: LoopSpan
    ) async throws(SystemError) -> Socket {
        let socket = try begin(connectingTo: address, on: loop)
        try await socket.finishConnecting(within: limit)
        return socket
    }

    /// A socket whose connection is under way.
    static func begin(connectingTo address: SocketAddress, on loop: EventLoop) throws(SystemError) -> Socket {
        let descriptor = try loop.system.openSocket(family: address.systemFamily)
        do throws(SystemError) {
            loop.system.setNoDelay(descriptor)
            try loop.system.check(.connect) { address.withAddress { start(descriptor, $0, $1) } }
        } catch {
            loop.system.close(descriptor)
            throw error
        }
        return try Socket(descriptor, on: loop, isConnecting: true)
    }

    /// A connection under way is as good as one that stands: the event tells how it ended.
    private static func start(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
        let result = SystemCalls.connectSocket(descriptor, address, length)
        return result < 0 && errno == EINPROGRESS ? 0 : result
    }

    /// Waits until the connection stands. Otherwise the socket is closed, and the error says why: `ETIMEDOUT` for the
    /// limit, `ECANCELED` when it was interrupted.
    func finishConnecting(within limit: LoopSpan) async throws(SystemError) {
        setDeadline(after: limit)
        let reason = await wait(for: .writable)
        let code =
            if reason.contains(.deadline) {
                ETIMEDOUT
            } else if reason.contains(.interrupted) {
                ECANCELED
            } else {
                loop.system.pendingError(descriptor)
            }
        if code == 0 && reason.contains(.writable) {
            clearDeadline()
            return
        }
        close()
        throw SystemError(.connect, code == 0 ? ECONNRESET : code)
    }
}
