import HTTPEngine
import Testing

@testable import NodeAgent

@Suite struct ReachTests {
    private let ollama = Endpoint(host: "127.0.0.1", port: 11_434)
    private let away = Reach.Situation(isSameMachine: false, localHost: "10.0.0.5")

    @Test func `a router on the same machine needs no way`() {
        let here = Reach.Situation(isSameMachine: true, localHost: "127.0.0.1")
        #expect(Reach(to: ollama, isOpen: false, here) == .address("http://127.0.0.1:11434"))
    }

    @Test func `what is open is reached where the router sees us`() {
        #expect(Reach(to: ollama, isOpen: true, away) == .port(11_434))
        #expect(Reach(to: Endpoint(host: "10.0.0.5", port: 8000), isOpen: true, away) == .port(8000))
    }

    @Test func `what listens on loopback only, below a path, or elsewhere goes through the relay`() {
        #expect(Reach(to: ollama, isOpen: false, away) == .relay)
        #expect(Reach(to: Endpoint(host: "127.0.0.1", port: 1, basePath: "/llm"), isOpen: true, away) == .relay)
        #expect(Reach(to: Endpoint(host: "10.0.0.9", port: 8000), isOpen: true, away) == .relay)
        #expect(Reach(to: Endpoint(host: "10.0.0.5", port: 8443, isSecure: true), isOpen: true, away) == .relay)
    }

    @Test func `an address that the owner names is the one that is told`() {
        var situation = away
        situation.address = "2001:db8::5"
        #expect(Reach(to: ollama, isOpen: true, situation) == .address("http://[2001:db8::5]:11434"))
    }

    @Test func `everything goes through the relay where the owner wants it`() {
        let here = Reach.Situation(isSameMachine: true, localHost: "127.0.0.1", relaysAlways: true)
        #expect(Reach(to: ollama, isOpen: true, here) == .relay)
    }
}
