import Testing

@testable import Dialects

@Suite struct JSONEntriesTests {
    private func entries(_ text: String, max: Int = 1000) -> [String: String] {
        JSONEntries.read("models", by: "name", in: Array(text.utf8), entryMax: max).mapValues {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test func `each entry is as it was written`() {
        let first = "{ \"name\" :\"a\",\n\"n\":1.50e1,\"o\":{\"name\":\"x\",\"l\":[\"]}\"]}}"
        let second = #"{"name":"\u0062\"","name2":{}}"#
        let text = "{\"before\":[{\"name\":\"z\"}], \"models\" : [ \(first) ,\(second)],\"after\":\"models\"}"
        #expect(entries(text) == ["a": first, "b\"": second])
    }

    @Test func `what has no name, is no object or is too long is left out`() {
        let text = #"{"models":[1,"a",null,[],{"n":"a"},{"name":7},{"name":"b"},{"name":"long","x":"0123456789"}]}"#
        #expect(entries(text, max: 20) == ["b": #"{"name":"b"}"#])
    }

    @Test func `of several of one name the first counts, of one entry's names the last`() {
        let text = #"{"models":[{"name":"a","i":1},{"name":"a","i":2},{"name":"c","name":"d"}]}"#
        #expect(entries(text) == ["a": #"{"name":"a","i":1}"#, "d": #"{"name":"c","name":"d"}"#])
    }

    @Test(arguments: [
        "", "[]", "{", #"{"models":{"name":"a"}}"#, #"{"models":[{"name":"a"}"#, #"{"models":[]}x"#,
        #"{"Models":[{"name":"a"}]}"#,
        #"{"models":7}"#, #"{"models":[{"name":"a"},]}"#,
    ])
    func `what is no such list has no entries`(text: String) {
        #expect(entries(text) == [:])
    }
}
