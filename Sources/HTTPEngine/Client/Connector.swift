#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opens one connection for an exchange: tries the addresses in turn, each with a deadline, for as long as the client waits.
///
/// Synchronous steps and one suspension, like the relay: what a task once needed deep down, its memory keeps for good, and
/// every stream begins with a connection.
final class Connector: ClientListener, SocketWatcher {
    private let exchange: Exchange
    private let addresses: [SocketAddress]
    /// Who must prove to be there.
    private let peer: TLSPeer?
    private let timeout: LoopSpan
    private var next = 0
    private var socket: Socket?
    private var fault = UpstreamFault.unreachable("the name has no address")
    private var outcome: Result<Socket, UpstreamFault>?
    private var task: UnsafeContinuation<Void, Never>?

    init(_ exchange: Exchange, to addresses: [SocketAddress], as peer: TLSPeer?, within timeout: LoopSpan) {
        self.exchange = exchange
        self.addresses = addresses
        self.peer = peer
        self.timeout = timeout
    }

    func run() async throws(UpstreamFault) -> Socket {
        exchange.listener = self
        tryNext()
        if outcome == nil { await withUnsafeContinuation { task = $0 } }
        exchange.listener = nil
        guard let outcome else { throw fault }
        return try outcome.get()
    }

    private func tryNext() {
        while outcome == nil && socket == nil {
            if exchange.hasLeft { return end(.failure(.clientLeft)) }
            guard next < addresses.count else { return end(.failure(fault)) }
            next += 1
            do throws(ConnectFault) {
                let socket = try Socket.begin(connectingTo: addresses[next - 1], on: exchange.loop, as: peer)
                socket.watcher = self
                socket.setDeadline(after: timeout)
                self.socket = socket
                if socket.isSecured { ready(socket, .writable) }
            } catch {
                note(error)
            }
        }
    }

    func ready(_ socket: Socket, _ readiness: Readiness) {
        if readiness.contains(.deadline) {
            fault = .connectTimeout
        } else if let error = socket.connectFault {
            note(error)
        } else if readiness.contains(.writable) {
            socket.clearDeadline()
            socket.watcher = nil
            return end(.success(socket))
        } else {
            return
        }
        socket.close()
        self.socket = nil
        tryNext()
    }

    private func note(_ error: ConnectFault) {
        fault = .unreachable("\(addresses[next - 1]): \(error)")
        if error.isFinal { next = addresses.count }
    }

    private func end(_ outcome: Result<Socket, UpstreamFault>) {
        self.outcome = outcome
        task.take()?.resume()
    }

    func clientLeft() {
        socket?.close()
        if outcome == nil { end(.failure(.clientLeft)) }
    }

    func clientIsReady(_ readiness: Readiness) {}
}
