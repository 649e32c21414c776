import Fleet
import Testing

@testable import Dialects

/// Requests that name no model, where there is a default.
@Suite struct ModelFieldsTests {
    private static let nameless = [
        #"{"messages":[]}"#, #"{"model":null,"n":1}"#, #"{"model":""}"#, #"{"model":" \t"}"#, "{}",
    ]

    @Test(arguments: nameless)
    func `who names no model gets the default, which is written into the body`(body: String) throws {
        let asked = try Asked("/v1/chat/completions", body, defaultModel: "Fast")
        #expect(asked.request.model == "Fast" && !asked.request.namesModel)
        #expect(asked.request.models == [try #require(ModelName("fast"))])
        let sent = try #require(try? JSONValue(parsing: Array(asked.rewritten(model: "Fast").utf8)))
        #expect(sent["model"]?.string == "Fast")
    }

    @Test func `the default leaves whoever names a model alone`() throws {
        let asked = try Asked("/api/chat", #"{"model":"m","messages":[]}"#, defaultModel: "fast")
        #expect(asked.request.model == "m" && asked.request.namesModel)
        #expect(asked.rewritten(model: "m") == #"{"model":"m","messages":[]}"#)
    }

    @Test(arguments: nameless)
    func `without a default it is refused`(body: String) {
        #expect(Asked.refusal("/api/chat", body)?.status == 400)
    }

    @Test(arguments: [
        (#"{"model":1}"#, RequestRefusal.modelNotText), (#"{"Model":"a"}"#, .modelMisspelt),
        (#"{"model":"","model":"a"}"#, .modelRepeated), (#"{"fallback_models":[""]}"#, .fallbacksNotNames),
    ])
    func `what two readers would read differently is refused all the same`(body: String, refusal: RequestRefusal) {
        #expect(throws: refusal) { try Asked("/api/chat", body, defaultModel: "fast") }
    }

    @Test func `fallbacks go with the default`() throws {
        let asked = try Asked("/api/chat", #"{"fallback_models":["b","fast"]}"#, defaultModel: "fast")
        #expect(asked.request.models.map(\.description) == ["fast", "b"])
    }
}
