import Fleet
import Testing

@testable import Routing

@Suite struct ModelAliasesTests {
    private func aliases(_ lines: (String, [String])...) throws -> ModelAliases {
        try ModelAliases(lines.map { ModelAlias($0.0, $0.1) })
    }

    private func meaning(_ asked: String..., of aliases: ModelAliases, known: [String] = []) -> [String] {
        let known = known.map(name)
        return aliases.meaning(of: asked.map(name)) { known.contains($0) }.map(\.description)
    }

    @Test func `a name stands for its models in order, however it is written`() throws {
        let aliases = try aliases(("GPT-4o", ["qwen3:32b", "Llama3.3"]))
        for asked in ["gpt-4o", "GPT-4O", "gpt-4o:latest"] {
            #expect(meaning(asked, of: aliases) == ["qwen3:32b", "llama3.3"])
        }
        #expect(meaning("gpt-4", of: aliases) == ["gpt-4"])
        #expect(aliases.spelling(of: name("llama3.3")) == "Llama3.3")
    }

    @Test func `an alias may stand for other aliases, and each model is named once`() throws {
        let aliases = try aliases(("any", ["small", "big", "x"]), ("small", ["a", "x"]), ("big", ["b", "small"]))
        #expect(meaning("any", of: aliases) == ["a", "x", "b"])
    }

    @Test func `those without stars can be listed, as they were written`() throws {
        let aliases = try aliases(("GPT-4o", ["Llama3.3"]), ("claude-*", ["x"]), ("b", ["GPT-4O"]))
        #expect(aliases.listed.map(\.spelling) == ["GPT-4o", "b"])
        #expect(aliases.targets(of: name("B")) == [name("llama3.3")])
        #expect(aliases.targets(of: name("claude-opus")) == nil && aliases.targets(of: name("llama3.3")) == nil)
    }

    @Test func `what the request allows instead comes after all that its model stands for`() throws {
        let aliases = try aliases(("fast", ["a", "b"]), ("slow", ["c"]))
        #expect(meaning("fast", "slow", "b", "d", of: aliases) == ["a", "b", "c", "d"])
    }

    @Test func `an alias goes before a model of its name, a pattern does not`() throws {
        let aliases = try aliases(("llama3", ["qwen3"]), ("l*", ["mistral"]))
        #expect(meaning("llama3", of: aliases, known: ["llama3"]) == ["qwen3"])
        #expect(meaning("llava", of: aliases, known: ["llava"]) == ["llava"])
        #expect(meaning("llava", of: aliases) == ["mistral"])
    }

    @Test func `of the patterns that fit the one decides that fixes the most letters, and of equals the first`() throws
    {
        let aliases = try aliases(
            ("*", ["rest"]),
            ("claude-*", ["middle"]),
            ("claude-*haiku*", ["small"]),
            ("c*aude-*", ["never"])
        )
        #expect(meaning("claude-3-5-haiku-20241022", of: aliases) == ["small"])
        #expect(meaning("Claude-Opus-4", of: aliases) == ["middle"])
        #expect(meaning("gpt-4", of: aliases) == ["rest"])
        // What a pattern leads to is not looked up again.
        #expect(meaning("rest", of: aliases) == ["rest"])
    }

    @Test(arguments: [
        ("*", "a", true), ("a*", "a", true), ("a*", "b", false), ("*a", "ba", true), ("*-mini", "o4-mini", true),
        ("a*a", "a", false), ("a*a", "aa", true), ("a**b", "axb", true), ("a*b*c", "a1b2b3c", true),
        ("a*b*c", "acb", false), ("*ab*ab*", "ab", false), ("*:7b", "x:7b", true), ("*:latest", "x", true),
        ("*:latest", "x:7b", false), ("GPT-*", "gpt-4", true), ("a*:7b", "b:7b", false),
    ])
    func `a star stands for any letters`(pattern: String, asked: String, isFit: Bool) throws {
        #expect(try #require(ModelPattern(pattern)).matches(name(asked)) == isFit)
    }

    @Test func `a name without a star is no pattern`() {
        #expect(ModelPattern("gpt-4") == nil)
    }

    @Test func `circles are found however long, and told by the line that closes them`() throws {
        let ring = (0..<50).map { ModelAlias("a\($0)", ["a\(($0 + 1) % 50)"]) }
        let fault = #expect(throws: AliasFault.self) { try ModelAliases(ring) }
        #expect(fault?.index == 49)
        let outside = [ModelAlias("x", ["a"]), ModelAlias("a", ["b"]), ModelAlias("b", ["a"])]
        let inner = #expect(throws: AliasFault.self) { try ModelAliases(outside) }
        #expect(inner == AliasFault(index: 2, reason: "leads in a circle: a = b = a"))
    }

    @Test func `aliases of aliases of aliases take no longer for their number of ways`() throws {
        let steps = (0..<60).map { ModelAlias("a\($0)", ["a\($0 + 1)", "b\($0 + 1)"]) }
        let others = (1..<60).map { ModelAlias("b\($0)", ["a\($0 + 1)", "b\($0 + 1)"]) }
        #expect(meaning("a0", of: try ModelAliases(steps + others)) == ["a60", "b60"])
    }

    @Test func `a request for an alias goes where the first model is that the fleet has, and falls back to the next`()
        throws
    {
        var stage = try Stage([beat("one", [resident("llama3.3")]), beat("two", [resident("mistral")])])
        stage.dispatcher = try dispatcher(like: stage, ModelAlias("gpt-4o", ["qwen3", "llama3.3", "mistral"]))
        let id = stage.submit(request("gpt-4o"))
        #expect(stage.node(of: id) == "one")
        stage.fail(id, .waiting, .modelMissing)
        #expect(stage.ends[id] != nil)
        let next = stage.submit(request("GPT-4o"))
        #expect(stage.node(of: next) == "two")
        #expect(try stage.receipt(request("gpt-4o")).model == stage.dispatcher.fleet.model(named: name("mistral")))
    }

    @Test func `a name that nobody has a model for is refused under its own name`() throws {
        var stage = try Stage([beat("one", [resident("llama3.3")])])
        stage.dispatcher = try dispatcher(like: stage, ModelAlias("fast", ["qwen3"]))
        let id = stage.submit(request("fast"))
        #expect(stage.ends[id] == .refused(.modelUnknown))
    }

    private func dispatcher(like stage: Stage, _ aliases: ModelAlias...) throws -> Dispatcher {
        Dispatcher(fleet: stage.dispatcher.fleet, aliases: try ModelAliases(aliases))
    }
}
