package import HTTPEngine

/// What a router has announced: by which name people see it, where it listens, and its card.
package struct ServiceOffer: Equatable, Sendable {
    /// By which of the machine's interfaces it is reached.
    package struct Way: Hashable, Sendable {
        /// Nil for all of them.
        package var interface: Int?
        package var isIPv6: Bool
    }

    /// Names on the network have room for so many bytes.
    private static let nameMax = 63

    package let name: String
    package let port: Int
    package let card: RouterCard
    package let ways: [Way]

    /// Nil where nobody but this machine could come.
    ///
    /// - Parameter interface: the number of the interface that has an address.
    package init?(
        name: String,
        _ card: RouterCard,
        listening: [SocketAddress],
        interface: (String) -> Int? = { NetworkInterface.number(of: $0) }
    ) {
        let open = listening.filter { !$0.isLoopback }
        guard let port = open.first?.port else { return nil }
        self.name = Self.cut(name)
        self.port = port
        self.card = card
        var ways: [Way] = []
        for address in open where address.port == port {
            let isAny = ["0.0.0.0", "::"].contains(address.host)
            let way = Way(interface: isAny ? nil : interface(address.host), isIPv6: address.family == .v6)
            if !ways.contains(way) { ways.append(way) }
        }
        self.ways = ways
    }

    /// At a letter's end.
    private static func cut(_ name: String) -> String {
        var name = name
        while name.utf8.count > nameMax { name.removeLast() }
        return name
    }
}
