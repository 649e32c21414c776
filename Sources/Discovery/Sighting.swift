/// A router as it was seen on the network: at one address, by way of one interface.
package struct Sighting: Equatable, Sendable {
    /// What tells it from all others; the same router may be seen at several.
    package struct Place: Hashable, Sendable {
        package var name: String
        package var interface: Int
        package var family: Int

        package init(name: String, interface: Int, family: Int) {
            self.name = name
            self.interface = interface
            self.family = family
        }
    }

    package var place: Place
    package var card: RouterCard
    /// An address, IPv6 without brackets.
    package var host: String
    package var port: Int

    package init(at place: Place, _ card: RouterCard, host: String, port: Int) {
        self.place = place
        self.card = card
        self.host = host
        self.port = port
    }
}
