import Storage
import Testing

@testable import Router

/// A registry whose changes can be expected.
private final class Registry {
    var registry: NodeRegistry

    init(_ known: [KnownNode] = [], countMax: Int = 4096) {
        registry = NodeRegistry(known, countMax: countMax)
    }

    func welcome(_ proof: NodeProof, wish: String) throws -> NodeRegistry.Welcome {
        try registry.welcome(proof, wish: wish)
    }

    func check(unproven name: String) throws {
        try registry.check(unproven: name)
    }
}

@Suite struct NodeRegistryTests {
    private let first = NodeProof(id: "id-of-one", secret: "a secret of sixteen or more")
    private let second = NodeProof(id: "id-of-another", secret: "another secret of sixteen or more")

    @Test func `the first word binds the secret, and another one is refused for good`() throws {
        let registry = Registry()
        let welcome = try registry.welcome(first, wish: "studio")
        #expect(welcome.name == "studio" && welcome.formerName == nil)
        #expect(welcome.changed?.secretHash == SHA256.hex(of: first.secret))
        #expect(try registry.welcome(first, wish: "studio") == .init(name: "studio"))
        let thief = NodeProof(id: first.id, secret: second.secret)
        #expect(throws: NodeRegistry.Refusal.otherSecret(name: "studio")) {
            try registry.welcome(thief, wish: "studio")
        }
        #expect(try registry.welcome(first, wish: "studio") == .init(name: "studio"))
    }

    @Test func `a second machine of one name gets a number, and keeps it`() throws {
        let registry = Registry()
        #expect(try registry.welcome(first, wish: "mini").name == "mini")
        #expect(try registry.welcome(second, wish: "mini").name == "mini-2")
        let third = NodeProof(id: "id-of-a-third", secret: second.secret)
        #expect(try registry.welcome(third, wish: "mini").name == "mini-3")
        #expect(try registry.welcome(second, wish: "mini") == .init(name: "mini-2"))
    }

    @Test func `what was kept is known again`() throws {
        let before = Registry()
        let kept = try [first, second].map { try #require(try before.welcome($0, wish: "mini").changed) }
        let registry = Registry(kept)
        #expect(try registry.welcome(second, wish: "mini") == .init(name: "mini-2"))
        #expect(throws: NodeRegistry.Refusal.otherSecret(name: "mini")) {
            try registry.welcome(NodeProof(id: first.id, secret: second.secret), wish: "mini")
        }
    }

    @Test func `nobody speaks in the name of a node that has proven who it is`() throws {
        let registry = Registry()
        try registry.check(unproven: "studio")
        _ = try registry.welcome(first, wish: "studio")
        #expect(throws: NodeRegistry.Refusal.unproven(name: "studio")) { try registry.check(unproven: "studio") }
        try registry.check(unproven: "a script")
    }

    @Test func `a node that wants another name gets it, and gives the old one back`() throws {
        let registry = Registry()
        _ = try registry.welcome(first, wish: "studio")
        let renamed = try registry.welcome(first, wish: "attic")
        #expect(renamed.name == "attic" && renamed.formerName == "studio" && renamed.changed?.name == "attic")
        #expect(try registry.welcome(second, wish: "studio").name == "studio")
    }

    @Test func `beyond the limit nobody is bound, and those that are stay`() throws {
        let registry = Registry(countMax: 1)
        _ = try registry.welcome(first, wish: "a")
        #expect(throws: NodeRegistry.Refusal.full) { try registry.welcome(second, wish: "b") }
        #expect(try registry.welcome(first, wish: "a").name == "a")
    }

    @Test func `a name that is forgotten is free, for its former owner as for others`() throws {
        var registry = NodeRegistry()
        _ = try registry.welcome(first, wish: "studio")
        let forgotten = [registry.forget("attic"), registry.forget("studio")]
        #expect(forgotten == [nil, first.id] && !registry.knows(id: first.id) && registry.names.isEmpty)
        let names = [
            try registry.welcome(second, wish: "studio").name, try registry.welcome(first, wish: "studio").name,
        ]
        #expect(names == ["studio", "studio-2"])
    }
}
