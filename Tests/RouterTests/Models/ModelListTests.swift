import Dialects
import Fleet
import Routing
import Testing

@testable import Router

/// Which models are listed, and in whose words.
@Suite struct ModelListTests {
    private func report(_ name: String, _ digest: String? = nil, card: String? = nil) throws -> ModelReport {
        var report = ModelReport(try #require(ModelName(name)), .disk)
        report.spelling = name
        report.digest = digest.flatMap { ModelDigest($0) }
        report.card = card.map { ModelCard(.ollama, Array($0.utf8)) }
        return report
    }

    private func holder(_ id: Int, _ models: [ModelReport], kind: BackendKind = .ollama) -> ModelHolder {
        ModelHolder(BackendID(index: id), kind, models)
    }

    @Test func `names that mean the same are listed once, as the first of the best writes them`() throws {
        let list = ModelList([
            holder(0, [try report("llama3")], kind: .vllm),
            holder(1, [try report("Llama3:latest", card: "{}")]),
            holder(2, [try report("LLAMA3:LATEST", card: "{}")]),
        ])
        #expect(list.models.map(\.spelling) == ["Llama3:latest"])
    }

    @Test func `two names of one model are both listed`() throws {
        let list = ModelList([holder(0, [try report("a", "1111"), try report("b", "1111")])])
        #expect(list.models.map(\.spelling) == ["a", "b"])
    }

    @Test func `of different files under one name those that most have describe it`() throws {
        let old = try report("m", "0000", card: #"{"size":1}"#)
        let new = try report("m", "ffff", card: #"{"size":2}"#)
        let few = ModelList([holder(0, [old]), holder(1, [new]), holder(2, [new])])
        #expect(few.models.map(\.report.digest) == [ModelDigest("ffff")])
        let tie = ModelList([holder(0, [old]), holder(1, [new])])
        #expect(tie.models.map(\.report.digest) == [ModelDigest("0000")])
    }

    @Test func `an alias is listed with what it stands for first, and hides a model of its name`() throws {
        let aliases = try ModelAliases([
            ModelAlias("GPT-4o", ["nothing", "Qwen"]), ModelAlias("llama3", ["gone"]), ModelAlias("claude-*", ["qwen"]),
        ])
        let list = ModelList([holder(0, [try report("qwen"), try report("llama3")])], aliases)
        #expect(list.models.map(\.spelling) == ["GPT-4o", "qwen"])
        #expect(list.models[0].report.name == ModelName("qwen"))
        #expect(list.model(asked: "llama3")?.name == nil && list.model(asked: "claude")?.name == nil)
        let mapped = try #require(list.model(asked: "claude-opus-4"))
        #expect(mapped.spelling == "claude-opus-4" && mapped.report.name == ModelName("qwen"))
        #expect(list.model(asked: "QWEN:latest")?.spelling == "qwen" && list.model(asked: "")?.name == nil)
    }

    @Test func `the model of those who name none comes first`() throws {
        let aliases = try ModelAliases([ModelAlias("fast", ["b"])])
        let holders = [holder(0, [try report("a"), try report("b"), try report("c")])]
        #expect(
            ModelList(holders, aliases, default: ModelName("fast")).models.map(\.spelling) == ["fast", "a", "b", "c"]
        )
        #expect(ModelList(holders, aliases, default: ModelName("x")).models.map(\.spelling) == ["a", "b", "c", "fast"])
    }
}
