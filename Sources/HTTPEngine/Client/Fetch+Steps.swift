/// The steps of a request of our own, on its loop, each with the moment by which it must be over.
extension Fetch {
    static func connect(
        to endpoint: Endpoint,
        by resolver: Resolver,
        on loop: EventLoop,
        until end: LoopTime
    ) async throws(Fault) -> Socket {
        let addresses: [SocketAddress]
        do throws(ResolveError) {
            addresses = try await resolver.addresses(of: endpoint, at: loop.now)
        } catch {
            throw .unreachable(error.description)
        }
        var fault = Fault.unreachable("the name has no address")
        for address in addresses {
            do throws(ConnectFault) {
                let left = end.since(EventLoop.clock())
                return try await Socket.connect(to: address, on: loop, within: left, as: resolver.peer(at: endpoint))
            } catch {
                fault = error == .late ? .late : .unreachable("\(address): \(error)")
                if error.isFinal { break }
            }
        }
        resolver.distrust(endpoint)
        throw fault
    }

    static func read(
        _ reading: inout FetchReading,
        from socket: Socket,
        until end: LoopTime
    ) async throws(Fault) {
        while true {
            switch socket.receive() {
            case .bytes(let count):
                if try reading.take(socket.received(count).span) { return }
            case .ended:
                if reading.finishAtEOF() { return }
                throw .cut
            case .failed:
                throw .cut
            case .later:
                socket.setDeadline(after: end.since(EventLoop.clock()))
                if await socket.wait(for: .readable).contains(.deadline) { throw .late }
            }
        }
    }
}
