#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Socket {
    /// Connects, for those who have nobody but themselves to wait for.
    package static func connect(
        to address: SocketAddress,
        on loop: EventLoop,
        within limit: LoopSpan
    ) async throws(SystemError) -> Socket {
        let socket = try begin(connectingTo: address, on: loop)
        socket.setDeadline(after: limit)
        let reason = await socket.wait(for: .writable)
        let error = reason.contains(.deadline) ? ETIMEDOUT : socket.connectionError
        if let error {
            socket.close()
            throw SystemError(.connect, error)
        }
        socket.clearDeadline()
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

    /// Why a connection under way has failed; nil while it has not.
    var connectionError: Int32? {
        let code = loop.system.pendingError(descriptor)
        return code == 0 ? nil : code
    }
}
