import Configuration
import Fleet
import HTTPEngine

/// Where a heartbeat came from, as far as it matters for where its backends may be.
struct HeartbeatOrigin: Sendable {
    /// The sender's address as the router sees it.
    let host: String
    /// The sender is on the router's own machine.
    let isLocal: Bool
}

extension Heartbeat {
    /// Puts addresses in the place of ports.
    mutating func locate(from origin: HeartbeatOrigin) {
        for index in backends?.indices ?? 0..<0 where backends?[index].address == nil {
            guard let port = backends?[index].port else { continue }
            backends?[index].address = Endpoint(host: origin.host, port: port).description
        }
    }

    /// The first address that is not where the heartbeat came from. A name counts when it leads there.
    func foreignAddress(
        from origin: HeartbeatOrigin,
        leads: (_ name: String, _ port: Int) async -> [String]
    ) async -> String? {
        for address in backends?.compactMap(\.address) ?? [] {
            guard let read = ServiceAddress(address) else { continue }
            if read.host == origin.host || origin.isLocal && SocketAddress.isLoopback(read.host) { continue }
            if await !leads(read.host, Int(read.port)).contains(origin.host) { return address }
        }
        return nil
    }
}
