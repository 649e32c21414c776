import Testing

@testable import Fleet

@Test(arguments: [
    ("llama3", "llama3:latest"), ("Llama3", "LLAMA3:latest"), ("qwen3:4b", "Qwen3:4B"),
    ("host:5000/me/llama3", "host:5000/me/llama3:latest"),
])
func `spellings of one name are one name`(a: String, b: String) {
    #expect(ModelName(a) == ModelName(b))
}

@Test func `a tag distinguishes, an empty name is none, and the usual tag is not shown`() throws {
    #expect(ModelName("qwen3:4b") != ModelName("qwen3:8b"))
    #expect(ModelName("") == nil)
    #expect(try #require(ModelName("Llama3:latest")).description == "llama3")
}

@Test func `two names with one digest are one model`() throws {
    var catalog = Catalog(modelsMax: 10)
    let digest = ModelDigest("sha256:ABC")
    let first = catalog.admit(try name("llama3"), digest)
    let alias = catalog.admit(try name("my-llama"), ModelDigest("abc"))
    #expect(first.count == 1)
    #expect(alias == first)
    #expect(catalog.model(named: try name("my-llama")) == first[0])
}

@Test func `a copy with newer files answers to its name and to its files, not for the older ones`() throws {
    var catalog = Catalog(modelsMax: 10)
    let old = catalog.admit(try name("llama3"), ModelDigest("old"))
    let new = catalog.admit(try name("llama3"), ModelDigest("new"))
    let alias = catalog.admit(try name("newest"), ModelDigest("new"))
    #expect(old.count == 1)
    #expect(new.count == 2 && new[0] == old[0])
    #expect(alias == [new[1]])
}

@Test func `a full catalog takes no more names and forgets none`() throws {
    var catalog = Catalog(modelsMax: 1)
    let first = catalog.admit(try name("a"), nil)
    let second = catalog.admit(try name("b"), nil)
    let again = catalog.admit(try name("a"), nil)
    #expect(second.isEmpty)
    #expect(again == first)
}

func name(_ text: String) throws -> ModelName { try #require(ModelName(text)) }
