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
        within limit: LoopSpan,
        as peer: TLSPeer? = nil
    ) async throws(ConnectFault) -> Socket {
        let socket = try begin(connectingTo: address, on: loop, as: peer)
        socket.setDeadline(after: limit)
        let reason = await socket.wait(for: .writable)
        if let fault = reason.contains(.deadline) ? .late : socket.connectFault {
            socket.close()
            throw fault
        }
        socket.clearDeadline()
        return socket
    }

    /// A socket whose connection is under way.
    ///
    /// - Parameter peer: who has to prove to be there; nil for a connection without TLS.
    static func begin(
        connectingTo address: SocketAddress,
        on loop: EventLoop,
        as peer: TLSPeer?
    ) throws(ConnectFault) -> Socket {
        let socket: Socket
        do throws(SystemError) {
            socket =
                try peer == nil
                ? begin(connectingTo: address, on: loop) : unconnected(address.systemFamily, on: loop)
        } catch {
            throw .system(error)
        }
        if let peer { try socket.secure(as: peer, at: address) }
        return socket
    }

    private static func unconnected(_ family: Int32, on loop: EventLoop) throws(SystemError) -> Socket {
        try Socket(loop.system.openSocket(family: family), on: loop, isConnecting: true)
    }

    private static func begin(
        connectingTo address: SocketAddress,
        on loop: EventLoop
    ) throws(SystemError) -> Socket {
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
}
