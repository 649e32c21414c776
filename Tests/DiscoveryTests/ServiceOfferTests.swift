import HTTPEngine
import Testing

@testable import Discovery

@Suite struct ServiceOfferTests {
    private let card = RouterCard(version: "1", id: "abcdefgh", fleet: "herd")

    private func address(_ host: String, _ port: Int = 11_435) throws -> SocketAddress {
        try #require(try SocketAddress.resolve(host, port: port, isListening: true).first)
    }

    private func offer(_ hosts: [String], name: String = "herd on studio") throws -> ServiceOffer? {
        ServiceOffer(name: name, card, listening: try hosts.map { try address($0) }) {
            ["192.0.2.7": 3, "2001:db8::7": 4][$0]
        }
    }

    @Test func `who listens on loopback only has nothing to offer`() throws {
        for hosts in [[], ["127.0.0.1"], ["::1"], ["127.0.0.1", "::1"]] { #expect(try offer(hosts) == nil) }
    }

    @Test func `everywhere is on all interfaces, by the families that listen`() throws {
        let both = try #require(try offer(["0.0.0.0", "::"]))
        #expect(both.ways.map(\.interface) == [nil, nil] && both.ways.map(\.isIPv6) == [false, true])
        #expect(both.port == 11_435)
        #expect(try offer(["0.0.0.0"])?.ways.count == 1)
    }

    @Test func `one address is on its own interface, and loopback beside it does not count`() throws {
        let offer = try #require(try offer(["127.0.0.1", "192.0.2.7", "2001:db8::7", "192.0.2.7"]))
        #expect(offer.ways.map(\.interface) == [3, 4] && offer.ways.map(\.isIPv6) == [false, true])
    }

    @Test func `a long name is cut between letters`() throws {
        let offer = try #require(try offer(["0.0.0.0"], name: String(repeating: "ü", count: 40)))
        #expect(offer.name == String(repeating: "ü", count: 31))
    }

    @Test func `this machine's loopback is one of its interfaces, and a foreign address is not`() {
        #expect((NetworkInterface.number(of: "127.0.0.1") ?? 0) > 0)
        #expect(NetworkInterface.number(of: "192.0.2.7") == nil)
    }
}
