import Storage
import Testing

@testable import Router

/// A registry whose changes can be expected, on a calendar that a test turns.
private final class Registry {
    private var registry: NodeRegistry
    var now: Int64 = 1_790_000_000

    init(_ known: [KnownNode] = [], _ rule: EnrolmentRule = .open, countMax: Int = 4096) {
        registry = NodeRegistry(known, policy: NodeRegistry.Policy(rule: rule, countMax: countMax))
    }

    func welcome(_ proof: NodeProof, wish: String, from host: String = "10.0.0.5") throws -> NodeRegistry.Welcome {
        try registry.welcome(proof, wish: wish, from: host, at: now)
    }

    func check(unproven name: String) throws {
        try registry.check(unproven: name)
    }

    func check(token: String?) throws {
        try registry.check(token: token)
    }

    var pending: [PendingNodes.Entry] { registry.pending(at: now) }

    func approve(_ name: String) -> NodeRegistry.Approval { registry.approve(name, at: now) }

    /// Time passes of which the router sees only a part: it sleeps, or its clock is set.
    func pass(_ elapsed: Int64, asIf span: Int64) -> [String] {
        let before = now
        now += span
        return registry.catchUp(from: before, to: now, elapsed: elapsed).map(\.name)
    }

    func forget() -> [String] { registry.forget(at: now).map(\.name) }
}

@Suite struct NodeRegistryTests {
    private static let day: Int64 = 86_400

    private let first = NodeProof(id: "id-of-one", secret: "a secret of sixteen or more")
    private let second = NodeProof(id: "id-of-another", secret: "another secret of sixteen or more")

    private func stranger(_ number: Int) -> NodeProof {
        NodeProof(id: "stranger-\(number)", secret: "a secret of sixteen or more")
    }

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

    // MARK: Approval

    @Test func `where nodes are approved a stranger waits, and is one of the fleet after that`() throws {
        let registry = Registry([], .approve)
        for isNew in [true, false] {
            #expect(throws: NodeRegistry.Refusal.pending(name: "studio", id: first.id, isNew: isNew)) {
                try registry.welcome(first, wish: "studio")
            }
        }
        #expect(registry.pending.map(\.name) == ["studio"] && registry.pending[0].host == "10.0.0.5")
        guard case .approved(let node) = registry.approve("studio") else {
            Issue.record("not approved")
            return
        }
        #expect(node.id == first.id && node.secretHash == SHA256.hex(of: first.secret))
        #expect(try registry.welcome(first, wish: "studio") == .init(name: "studio"))
        #expect(
            registry.pending.isEmpty && registry.approve("studio") == .known && registry.approve(first.id) == .known
        )
        #expect(registry.approve("attic") == .unknown)
    }

    @Test func `of two that wait with one id the first is it, and of one name each has its own`() throws {
        let registry = Registry([], .approve)
        _ = try? registry.welcome(first, wish: "studio")
        #expect(throws: NodeRegistry.Refusal.otherSecret(name: "studio")) {
            try registry.welcome(NodeProof(id: first.id, secret: second.secret), wish: "studio")
        }
        #expect(throws: NodeRegistry.Refusal.pending(name: "studio-2", id: second.id, isNew: true)) {
            try registry.welcome(second, wish: "studio")
        }
        // By its id, where a name is not enough.
        guard case .approved(let node) = registry.approve(second.id) else {
            Issue.record("not approved")
            return
        }
        #expect(node.name == "studio-2" && registry.pending.map(\.id) == [first.id])
    }

    @Test func `strangers fill only what is theirs, and are gone when they fall silent`() throws {
        let registry = Registry([], .approve)
        for number in 0..<1000 {
            _ = try? registry.welcome(stranger(number), wish: "x", from: "10.0.0.6")
        }
        #expect(registry.pending.count == PendingNodes.countPerHostMax)
        for number in 0..<1000 {
            _ = try? registry.welcome(stranger(number), wish: "x", from: "10.1.0.\(number)")
        }
        #expect(registry.pending.count == PendingNodes.countMax)
        #expect(throws: NodeRegistry.Refusal.tooManyPending) { try registry.welcome(first, wish: "studio") }
        registry.now += PendingNodes.patience - 1
        _ = try? registry.welcome(stranger(0), wish: "x")
        registry.now += 1
        #expect(registry.pending.map(\.id) == [stranger(0).id])
        #expect(throws: NodeRegistry.Refusal.pending(name: "studio", id: first.id, isNew: true)) {
            try registry.welcome(first, wish: "studio")
        }
    }

    @Test func `where nodes are approved nobody speaks without saying who they are`() {
        let registry = Registry([], .approve)
        #expect(throws: NodeRegistry.Refusal.nameless) { try registry.check(unproven: "a script") }
    }

    @Test func `who was of the fleet before is of it still when nodes are approved`() throws {
        let before = Registry()
        let known = try #require(try before.welcome(first, wish: "studio").changed)
        let registry = Registry([known], .approve)
        #expect(try registry.welcome(first, wish: "studio").name == "studio")
    }

    // MARK: Tokens

    @Test func `where a token is wanted nothing but it will do`() throws {
        let token = "a token of sixteen or more"
        let registry = Registry([], .token(TokenHash(of: token)))
        try registry.check(token: token)
        for other in [nil, "", "a token of sixteen or mor", token + "e", token.uppercased(), "\0"] {
            #expect(throws: NodeRegistry.Refusal.otherToken) { try registry.check(token: other) }
        }
        let closed = Registry([], .token(.unknown))
        for any in [nil, "", String(repeating: "\0", count: 32)] {
            #expect(throws: NodeRegistry.Refusal.otherToken) { try closed.check(token: any) }
        }
        try Registry().check(token: nil)
    }

    // MARK: Forgetting

    @Test func `who has been silent for the retention is forgotten, and who was not is kept`() throws {
        let registry = Registry(countMax: 2)
        _ = try registry.welcome(first, wish: "silent")
        _ = try registry.welcome(second, wish: "busy")
        #expect(throws: NodeRegistry.Refusal.full) { try registry.welcome(stranger(1), wish: "new") }
        registry.now += 29 * Self.day
        #expect(registry.forget().isEmpty)
        #expect(try registry.welcome(second, wish: "busy").changed?.seen == registry.now)
        registry.now += Self.day
        _ = try registry.welcome(second, wish: "busy")
        #expect(registry.forget() == ["silent"])
        #expect(try registry.welcome(stranger(1), wish: "silent").name == "silent")
    }

    @Test func `a router that was off all summer forgets nobody for that`() throws {
        let before = Registry()
        let known = try [first, second].map { try #require(try before.welcome($0, wish: "mini").changed) }
        let registry = Registry(known)
        registry.now += 100 * Self.day
        #expect(registry.forget().isEmpty)
    }

    @Test func `a clock that was wrong once keeps nobody for ever`() throws {
        let ahead = KnownNode(id: first.id, secretHash: "", name: "ahead", wish: "ahead", seen: 4_000_000_000)
        let registry = Registry([ahead])
        #expect(registry.forget().isEmpty)
        registry.now += 31 * Self.day
        _ = try registry.welcome(second, wish: "busy")
        #expect(registry.forget() == ["ahead"])
    }

    @Test(arguments: [40, 4000, -4000])
    func `a router that slept, or whose clock was set, forgets nobody for the time it missed`(days: Int64) throws {
        let registry = Registry()
        _ = try registry.welcome(first, wish: "silent")
        _ = try registry.welcome(second, wish: "busy")
        registry.now += 10 * Self.day
        _ = try registry.welcome(second, wish: "busy")
        #expect(registry.pass(3600, asIf: days * Self.day).sorted() == ["busy", "silent"])
        _ = try registry.welcome(second, wish: "busy")
        #expect(registry.forget().isEmpty)
        registry.now += 19 * Self.day
        _ = try registry.welcome(second, wish: "busy")
        #expect(registry.forget().isEmpty)
        registry.now += Self.day
        _ = try registry.welcome(second, wish: "busy")
        #expect(registry.forget() == ["silent"])
    }

    @Test func `who spoke after the clock was set is not taken for longer silent, and a nap changes nothing`() throws {
        let registry = Registry()
        _ = try registry.welcome(first, wish: "studio")
        #expect(registry.pass(3600, asIf: 3600 + 3000).isEmpty)
        registry.now -= 4000 * Self.day
        _ = try registry.welcome(first, wish: "studio")
        registry.now += 4000 * Self.day
        #expect(registry.pass(3600, asIf: -4000 * Self.day + 3600).isEmpty)
        #expect(registry.forget().isEmpty)
    }

    @Test func `when a node spoke is written once an hour`() throws {
        let registry = Registry()
        _ = try registry.welcome(first, wish: "studio")
        registry.now += 3599
        #expect(try registry.welcome(first, wish: "studio").changed == nil)
        registry.now += 1
        #expect(try registry.welcome(first, wish: "studio").changed?.seen == registry.now)
        #expect(try registry.welcome(first, wish: "studio").changed == nil)
    }

    @Test func `a name that is forgotten is free, for its former owner as for others`() throws {
        var registry = NodeRegistry()
        _ = try registry.welcome(first, wish: "studio", from: "10.0.0.5", at: 0)
        let forgotten = [registry.forget("attic"), registry.forget("studio")]
        #expect(forgotten == [nil, first.id] && !registry.knows(id: first.id) && registry.names.isEmpty)
        let names = [
            try registry.welcome(second, wish: "studio", from: "10.0.0.5", at: 0).name,
            try registry.welcome(first, wish: "studio", from: "10.0.0.5", at: 0).name,
        ]
        #expect(names == ["studio", "studio-2"])
    }
}
