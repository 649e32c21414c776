import Dialects
import Testing

@testable import herd

/// What `herd nodes add` asks of the router.
@Suite struct BackendQuestionTests {
    private func question(_ words: [String], _ flags: [(String, String)] = []) throws -> JSONValue {
        let question = try BackendQuestion(words, flags: flags.map { (name: $0.0, value: $0.1) }, in: "/home/a")
        return try JSONValue(parsing: question.body)
    }

    @Test func `flags and terms say the same, and what is not said is not asked`() throws {
        let url = "http://10.0.0.5:8000"
        #expect(try question([url]) == ["url": "http://10.0.0.5:8000"])
        let flags = [("name", "studio"), ("labels", "gpu,home"), ("slots", "4"), ("type", "vllm"), ("handicap", "-2s")]
        let byFlags = try question([url], flags + [("key-file", "")])
        let byTerms = try question([url, "name=studio", "labels=gpu,home", "slots=4", "type=vllm", "handicap=-2s"])
        #expect(byFlags == byTerms)
        #expect(byFlags["labels"] == ["gpu", "home"] && byFlags["slots"] == 4 && byFlags["handicap"]?.double == -2)
    }

    @Test(arguments: [("2s", -2.0), ("-500ms", 0.5)])
    func `a weight is a handicap seen from the other side`(weight: String, handicap: Double) throws {
        #expect(try question(["http://a:1"], [("weight", weight)])["handicap"]?.double == handicap)
    }

    @Test func `a check is asked for where it is wanted`() throws {
        let question = try BackendQuestion(["http://a:1"], flags: [], isChecked: true, in: "/")
        #expect(try JSONValue(parsing: question.body)["check"] == true)
    }

    @Test(arguments: [("key", "/home/a/key"), ("/etc/key", "/etc/key"), ("~/key", "~/key")])
    func `a path begins where the command was given`(path: String, sent: String) throws {
        let asked = try question(["http://a:1"], [("key-file", path)])
        #expect(asked["key_file"]?.string == sent)
        #expect(try question(["https://a:1", "ca-file=\(path)"])["ca_file"]?.string == sent)
    }

    @Test(arguments: [
        (["10.0.0.5"], "is no address"), (["ftp://a"], "is no address"), (["http://a", "ca-file=b"], "for https"),
        (["http://a", "nam=b"], "unknown term nam=b"),
        (["http://me:key@a"], "is no address"), (["http://a?key=k"], "is no address"),
        (["http://a", "slots=0"], "wrong slots"), (["http://a", "name=a b"], "blank"),
        (["http://a", "\u{1B}[2J"], "?[2J"),
    ])
    func `what is wrong is said before anybody is asked`(words: [String], reason: String) throws {
        let fault = #expect(throws: BackendQuestion.Fault.self) {
            _ = try BackendQuestion(words, flags: [], in: "/")
        }
        #expect(fault?.description.contains(reason) == true, "\(String(describing: fault))")
    }
}
