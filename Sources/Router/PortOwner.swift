import HTTPEngine

/// Says in words who listens on a port that we wanted.
enum PortOwner {
    static func describe(_ address: SocketAddress) async -> String {
        guard let process = process(listeningOn: address.port) else { return "another program" }
        return "\(process.name) (process \(process.id))"
    }
}
