import Discovery
import Fleet
import HTTPEngine
import Testing

@testable import NodeAgent

/// A search that a test tells what is seen and what comes of it.
private final class Looking {
    var search: RouterSearch

    init(named: Endpoint? = nil, remembered: RememberedRouter? = nil, fleet: String = "herd") {
        search = RouterSearch(
            named: named,
            remembered: remembered,
            usual: Endpoint(host: "127.0.0.1", port: 11_435),
            fleet: fleet,
            at: after(0).now
        )
    }

    @discardableResult
    func see(
        _ id: String,
        at host: String,
        fleet: String = "herd",
        usesTLS: Bool = false,
        by interface: Int = 1
    ) -> Bool {
        let place = Sighting.Place(name: id, interface: interface, family: host.contains(":") ? 1 : 0)
        let card = RouterCard(version: "1", id: id, fleet: fleet, usesTLS: usesTLS)
        return search.see(Sighting(at: place, card, host: host, port: 11_435))
    }

    func lose(_ id: String) { search.lose(Sighting.Place(name: id, interface: 1, family: 0)) }

    /// The host that is asked.
    func choose(at seconds: Double) -> String? { search.choose(at: after(seconds).now)?.endpoint.host }

    /// Those that are asked one after the other while nobody takes us.
    func round(at seconds: Double) -> [String] {
        var hosts: [String] = []
        repeat {
            choose(at: seconds).map { hosts.append($0) }
            search.failed(at: after(seconds).now)
        } while search.hasUntried(at: after(seconds).now)
        return hosts
    }

    func join(_ id: String?, at seconds: Double) -> String? {
        let host = choose(at: seconds)
        search.joined(id: id)
        return host
    }
}

@Suite struct RouterSearchTests {
    private let home = RememberedRouter(Endpoint(host: "10.0.0.2", port: 11_435), id: "router-b")

    @Test func `a router that was named is the only one, whatever is seen`() {
        let looking = Looking(named: Endpoint(host: "10.9.9.9", port: 1), remembered: home)
        #expect(!looking.search.browses)
        looking.see("router-a", at: "10.0.0.1")
        for seconds in [0.0, 10, 1000] { #expect(looking.round(at: seconds) == ["10.9.9.9"]) }
    }

    @Test func `a stranger waits a moment, and takes the lowest id of its fleet`() {
        let looking = Looking()
        #expect(looking.choose(at: 0) == nil)
        looking.see("router-c", at: "10.0.0.3")
        looking.see("router-0", at: "10.0.0.9", fleet: "office")
        looking.see("router-1", at: "10.0.0.8", usesTLS: true)
        looking.see("router-b", at: "fd00::2")
        looking.see("router-b", at: "10.0.0.2")
        #expect(looking.choose(at: 1.9) == nil)
        #expect(looking.choose(at: 2) == "10.0.0.2")
        #expect(looking.search.others.map(\.host) == ["10.0.0.3"] && looking.search.otherFleets == ["office"])
    }

    @Test func `where nobody is to be seen this machine's own port is tried`() {
        let looking = Looking()
        #expect(looking.choose(at: 2) == "127.0.0.1")
        let blind = Looking()
        blind.search.loseSight()
        #expect(blind.choose(at: 0) == "127.0.0.1")
    }

    @Test func `all that may be one are asked in turn, then again`() {
        let looking = Looking()
        looking.see("router-c", at: "10.0.0.3")
        looking.see("router-a", at: "10.0.0.1")
        for _ in 0..<2 { #expect(looking.round(at: 5) == ["10.0.0.1", "10.0.0.3", "127.0.0.1"]) }
    }

    @Test func `the router that was joined last goes before others, at its new address before its old one`() {
        let looking = Looking(remembered: home)
        looking.see("router-a", at: "10.0.0.1")
        #expect(looking.round(at: 0) == ["10.0.0.2"])
        looking.see("router-b", at: "10.0.0.7")
        #expect(looking.round(at: 1) == ["10.0.0.7"])
        #expect(looking.round(at: 2) == ["10.0.0.7", "10.0.0.2"])
    }

    @Test func `a silent router is waited for before another is joined, and then that one stays`() {
        let looking = Looking(remembered: home)
        #expect(looking.join("router-b", at: 0) == "10.0.0.2")
        looking.see("router-a", at: "10.0.0.1")
        #expect(looking.choose(at: 1000) == "10.0.0.2")
        looking.search.failed(at: after(1000).now)
        #expect(looking.round(at: 1019) == ["10.0.0.2"])
        looking.search.failed(at: after(1019).now)
        #expect(looking.choose(at: 1020) == "10.0.0.1")
        looking.search.joined(id: "router-a")
        looking.see("router-b", at: "10.0.0.2")
        #expect(looking.choose(at: 2000) == "10.0.0.1")
        looking.search.failed(at: after(2000).now)
        #expect(looking.round(at: 2001) == ["10.0.0.1"])
    }

    @Test func `one that refuses is asked on, however long`() {
        let looking = Looking(remembered: home)
        looking.see("router-a", at: "10.0.0.1")
        for seconds in [0.0, 30, 3000] {
            #expect(looking.choose(at: seconds) == "10.0.0.2")
            looking.search.refused()
            // At its own pace: the others do not come into it.
            #expect(!looking.search.hasUntried(at: after(seconds).now))
        }
    }

    @Test func `one that is back is asked at once, and what is known already is no news`() {
        let looking = Looking(remembered: home)
        #expect(looking.see("router-b", at: "10.0.0.2"))
        #expect(!looking.see("router-b", at: "10.0.0.2") && !looking.see("router-b", at: "10.0.0.2", by: 2))
        #expect(looking.round(at: 0) == ["10.0.0.2"])
        #expect(!looking.search.hasUntried(at: after(1).now))
        looking.lose("router-b")
        looking.search.lose(Sighting.Place(name: "router-b", interface: 2, family: 0))
        #expect(looking.see("router-b", at: "10.0.0.2") && looking.search.hasUntried(at: after(1).now))
        #expect(!looking.see("router-x", at: "10.0.0.4", fleet: "office"))
    }

    @Test func `a network that cries out more routers than there can be is not listened to for ever`() {
        let looking = Looking()
        for number in 0..<1000 { looking.see("router-\(number)", at: "10.1.\(number / 250).\(number % 250)") }
        #expect(looking.round(at: 5).count == 129)
    }
}
