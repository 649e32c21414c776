#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opens connections, each with a deadline, for as long as the client waits for one.
final class Connector: ClientListener {
    private let exchange: Exchange
    private let timeout: LoopSpan
    private var socket: Socket?

    init(_ exchange: Exchange, _ timeout: LoopSpan) {
        self.exchange = exchange
        self.timeout = timeout
    }

    func connect(to address: SocketAddress) async throws(UpstreamFault) -> Socket {
        exchange.listener = self
        defer { exchange.listener = nil }
        do throws(SystemError) {
            let socket = try Socket.begin(connectingTo: address, on: exchange.loop)
            self.socket = socket
            try await socket.finishConnecting(within: timeout)
            return socket
        } catch {
            if exchange.hasLeft { throw .clientLeft }
            throw error.code == ETIMEDOUT ? .connectTimeout : .unreachable("\(address): \(error)")
        }
    }

    func clientLeft() {
        socket?.interrupt()
    }

    func clientIsReady(_ readiness: Readiness) {}
}
