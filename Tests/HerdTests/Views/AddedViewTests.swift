import Testing

@testable import herd

/// What is said after an order.
@Suite struct AddedViewTests {
    private func text(_ rest: String) throws -> String {
        let page = try SampleFleet.json(#"{"url":"http://10.0.0.5:8000","name":"studio","kept":true,\#(rest)}"#)
        return try #require(AddedView(page)).text
    }

    @Test(arguments: [
        (
            #""state":"ready","kind":"vllm","models":["a","b"]"#,
            "Added studio: vllm at http://10.0.0.5:8000, with 2 models: a, b.\n"
        ),
        (
            #""state":"ready","kind":"vllm","models":["a"]"#,
            "Added studio: vllm at http://10.0.0.5:8000, with the model a.\n"
        ),
        (
            #""state":"ready","kind":"ollama","models":["1","2","3","4","5","6","7","8","9","10"]"#,
            "Added studio: ollama at http://10.0.0.5:8000, with 10 models: 1, 2, 3, 4, 5, 6, 7, 8 and 2 more.\n"
        ),
        (
            #""state":"silent","reason":"connection\u001b refused""#,
            """
            Added studio, but nothing answers at http://10.0.0.5:8000: connection? refused.
            It will be found once it does. Take it back with: herd nodes remove studio

            """
        ),
        (
            #""state":"not_ready","kind":"vllm","reason":"still loading""#,
            "Added studio: vllm at http://10.0.0.5:8000, which is not ready: still loading.\n"
        ),
        (
            #""state":"unknown","reason":"x""#,
            """
            Added studio, but what answers at http://10.0.0.5:8000 is of no known kind: --type says which it is.
            Take it back with: herd nodes remove studio

            """
        ),
        (#""state":null"#, "Added studio at http://10.0.0.5:8000: it has not been asked.\n"),
    ])
    func `what was added is said in a sentence`(answer: String, expected: String) throws {
        #expect(try text(answer) == expected)
    }

    @Test func `what ends with the router is said to`() throws {
        let page = try SampleFleet.json(#"{"url":"http://a:1","name":"a","state":"ready","kept":false}"#)
        #expect(
            try #require(AddedView(page)).text.hasSuffix("The router keeps nothing (data-dir), so this ends with it.\n")
        )
    }

    @Test(arguments: [
        (
            #"{"node":"a","held":true,"running":0,"kept":true}"#,
            "a is held: it gets no new requests; nothing runs there. Undo it with: herd nodes resume a\n"
        ),
        (
            #"{"node":"a","held":true,"running":1,"kept":true}"#,
            "a is held: it gets no new requests; 1 still runs there, to the end. Undo it with: herd nodes resume a\n"
        ),
        (#"{"node":"a","held":false,"running":2,"kept":true}"#, "a gets requests again.\n"),
    ])
    func `what became of a node is said in a sentence`(answer: String, expected: String) throws {
        #expect(try #require(TurnedView(try SampleFleet.json(answer))).text == expected)
    }

    @Test(arguments: [
        (
            #"{"removed":"http://a:1","name":"a","from":"added"}"#,
            "Removed a, http://a:1. What runs there goes on to its end.\n"
        ),
        (
            #"{"removed":"a","name":"a","from":"agent","running":1,"comes_back":true}"#,
            "Removed a. 1 request goes on there, to the end. herd-node still runs there and brings it back with its next "
                + "heartbeat: stop it on that machine, or keep the node without requests with: herd nodes drain a\n"
        ),
        (
            #"{"removed":"a","name":"a","from":"agent","running":0,"comes_back":false}"#,
            "Removed a. It comes back when herd-node is started there again.\n"
        ),
    ])
    func `what was removed is said in a sentence`(answer: String, expected: String) throws {
        #expect(try #require(RemovedView(try SampleFleet.json(answer))).text == expected)
    }

    @Test(arguments: [
        ("studio", "studio"), ("a b/c", "a%20b%2Fc"), ("http://a:1", "http%3A%2F%2Fa%3A1"), ("ä", "%C3%A4"),
    ])
    func `a name is one step of a path`(name: String, step: String) {
        #expect(NodesCommand.escaped(name) == step)
    }
}
