import Configuration
import Dialects
import Testing

@testable import herd

@Suite struct RouteExplanationTests {
    private func text(_ json: String) throws -> String {
        try #require(RouteExplanation(try JSONValue(parsing: Array(json.utf8)))).text
    }

    private static let placed = #"""
        {"decision":"place","node":"studio","backend":"ollama","expected_start_in":0,"model":"llama3","decode_weight":0.2,
        "candidates":[{"node":"studio","backend":"ollama","chosen":true,"action":"start","total":1.956,
        "seconds":{"queue_depth":0,"thermal":0.5216,"loaded_models":0,"memory":0,"load":0.3912,"busy":0,"failure":0,
        "preference":0},"prefill":0.6703,"decode":1.8648,"saved_by_cache":1.25,"unknown":[]},
        {"node":"lap\u001b[2Jtop","backend":"ollama","chosen":false,"action":"load","last_resort":true,"total":15.532,
        "seconds":{"queue_depth":0,"thermal":0,"loaded_models":5.516,"memory":0,"load":2.004,"busy":0,"failure":0,
        "preference":-0.004},"prefill":5.032,"decode":14.9,"saved_by_cache":0,"unknown":["load","busy"]}],
        "eliminated":[{"node":"mini","backend":"ollama","reason":"node is draining"}],
        "passed_over":[{"model":"huge","eliminated":[{"node":"mini","backend":"ollama","reason":"node is draining"}]}]}
        """#

    @Test func `candidates are a table with a column for each signal, then come those who are out`() throws {
        #expect(
            try text(Self.placed) == """
                llama3 goes to ollama on studio, which can begin at once.

                   node        backend  then               total  queue  thermal  models  prefill  decode  memory   load  busy  failure  prefer  saved
                *  studio      ollama   start               1.96      0     0.52       0     0.67    0.37       0   0.39     0        0       0   1.25
                   lap?[2Jtop  ollama   load, last resort  15.53      0        0    5.52     5.03    2.98       0  ~2.00    ~0        0   -0.00      0

                Seconds; the columns after the total, but for saved, add up to it. Decode counts 20 %. Saved is what a cache has taken
                off prefill. ~ is not known there: the median of the others. * is what the choice falls on.

                Not huge:
                  mini  ollama  node is draining

                Out:
                  mini  ollama  node is draining

                """
        )
    }

    @Test(arguments: [
        (
            #"{"decision":"wait","model":"m","position":2,"expected_start_in":4.056,"candidates":[]}"#,
            "m waits: place 3 in line, expected to begin in 4.06 s.\n"
        ),
        (
            #"{"decision":"refuse","model":null,"status":503,"error":"No\nnode","retry_after":5,"candidates":[]}"#,
            "It is refused with 503 (to come back in 5 s): No?node\n"
        ),
        (
            #"{"decision":"forward","model":null,"to_one_of":["a:1","b:2"],"candidates":[]}"#,
            "Nobody is known to have the model. It goes to a server that does not say what it has: a:1, b:2.\n"
        ),
        (
            #"{"decision":"place","node":"n","backend":"b","expected_start_in":6,"model":"m","candidates":[]}"#,
            "m goes to b on n, which can begin in 6.00 s.\n"
        ),
    ])
    func `each fate has its sentence`(json: String, sentence: String) throws {
        #expect(try text(json) == sentence)
    }

    @Test(arguments: ["{}", "[]", #"{"decision":"place"}"#, #"{"error":"no"}"#])
    func `what is no answer of a router is not taken for one`(json: String) throws {
        #expect(RouteExplanation(try JSONValue(parsing: Array(json.utf8))) == nil)
    }

    private func question(_ flags: [String]) throws -> (question: RouteQuestion, settings: Settings) {
        let surroundings = Surroundings(platform: .linux, home: "~")
        let invocation = try HerdSettings.program.read(["route", "explain", "a\"b"] + flags, in: surroundings) {
            _ throws(FileFailure) in nil
        }
        guard case .run("route explain", let settings, let words) = invocation else { throw CancellationError() }
        return (RouteQuestion(words[0], settings), settings)
    }

    @Test func `what the flags say is asked`() throws {
        let (plain, settings) = try question([])
        #expect(String(decoding: plain.body, as: UTF8.self) == #"{"model":"a\"b"}"#)
        #expect(plain.fields.map(\.value) == ["normal"] && settings[HerdSettings.router] == nil)
        let (full, others) = try question([
            "--prompt-tokens", "900", "--context", "8192", "--priority", "batch", "--label", "gpu", "--label", "home",
            "--router", "http://10.0.0.1:80",
        ])
        #expect(full.path == "/fleet/route?path=/api/chat&prompt_tokens=900")
        #expect(String(decoding: full.body, as: UTF8.self) == #"{"model":"a\"b","options":{"num_ctx":8192}}"#)
        #expect(full.fields.map { "\($0.name): \($0.value)" } == ["X-Herd-Priority: batch", "X-Herd-Labels: gpu,home"])
        #expect(others[HerdSettings.router]?.host == "10.0.0.1")
    }

    @Test func `a label cannot break out of its field`() {
        #expect(throws: SettingsError.self) { try question(["--label", "a\r\nX: y"]) }
        #expect(throws: SettingsError.self) { try question(["--label", "a,b"]) }
    }
}
