import Testing

@testable import Dialects

@Suite struct JSONSpliceTests {
    private func spliced(_ body: String, model: String? = nil, numCtx: Int? = nil, numPredict: Int? = nil) throws
        -> String
    {
        let bytes = Array(body.utf8)
        var fields = RequestFields()
        #expect(try fields.read(bytes) == .whole)
        var changes: [JSONSplice.Change] = []
        if let model { changes.append(.init(.model, Array("\"\(model)\"".utf8))) }
        if let numCtx { changes.append(.init(.numCtx, Array("\(numCtx)".utf8))) }
        if let numPredict { changes.append(.init(.numPredict, Array("\(numPredict)".utf8))) }
        let splice = JSONSplice(changes, in: bytes.span, fields: fields)
        let output = splice.applied(to: bytes)
        #expect(output.count == bytes.count + splice.growth)
        _ = try JSONValue(parsing: output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func `only the value changes`() throws {
        let body = #" { "seed" : 1e0, "model" :"a" ,"x":"\u00e9", "options":{"num_ctx":  4096 } } "#
        #expect(
            try spliced(body, model: "b:latest", numCtx: 8192)
                == #" { "seed" : 1e0, "model" :"b:latest" ,"x":"\u00e9", "options":{"num_ctx":  8192 } } "#
        )
        #expect(try spliced(body) == body)
    }

    @Test(arguments: [
        ("{}", #"{"model":"b"}"#), ("{ }", #"{"model":"b" }"#), (#" {"x":1}"#, #" {"model":"b","x":1}"#),
        (#"{"messages":[{"model":"a"}]}"#, #"{"model":"b","messages":[{"model":"a"}]}"#),
    ])
    func `a missing model is put first`(body: String, expected: String) throws {
        #expect(try spliced(body, model: "b") == expected)
    }

    @Test(arguments: [
        ("{}", #"{"options":{"num_ctx":5}}"#), (#"{"a":1}"#, #"{"options":{"num_ctx":5},"a":1}"#),
        (#"{"options":{}}"#, #"{"options":{"num_ctx":5}}"#),
        (#"{"options":{ "seed":1}}"#, #"{"options":{"num_ctx":5, "seed":1}}"#),
        (#"{"options":null,"a":1}"#, #"{"options":{"num_ctx":5},"a":1}"#), (#"{"options":7}"#, #"{"options":7}"#),
        (#"{"options":{"num_ctx":null}}"#, #"{"options":{"num_ctx":5}}"#),
    ])
    func `a missing option is put where it belongs`(body: String, expected: String) throws {
        #expect(try spliced(body, numCtx: 5) == expected)
    }

    @Test func `missing members come together`() throws {
        #expect(
            try spliced("{}", model: "b", numCtx: 5, numPredict: 6)
                == #"{"model":"b","options":{"num_ctx":5,"num_predict":6}}"#
        )
        #expect(
            try spliced(#"{"options":{"seed":1}}"#, model: "b", numCtx: 5, numPredict: 6)
                == #"{"model":"b","options":{"num_ctx":5,"num_predict":6,"seed":1}}"#
        )
    }

    @Test func `every repetition changes, whoever believes it`() throws {
        #expect(
            try spliced(#"{"model":"a","x":1,"m\u006fdel":2,"Model":"c"}"#, model: "b")
                == #"{"model":"b","x":1,"m\u006fdel":"b","Model":"b"}"#
        )
        #expect(
            try spliced(#"{"options":{"num_ctx":1},"options":{"seed":2},"Options":{"NUM_CTX":3}}"#, numCtx: 5)
                == #"{"options":{"num_ctx":5},"options":{"num_ctx":5,"seed":2},"Options":{"num_ctx":5,"NUM_CTX":5}}"#
        )
    }

    @Test func `a name in another case does not stand for the missing one`() throws {
        #expect(try spliced(#"{"Model":"a"}"#, model: "b") == #"{"model":"b","Model":"b"}"#)
        #expect(
            try spliced(#"{"OPTIONS":{"num_ctx":1}}"#, numCtx: 5)
                == #"{"options":{"num_ctx":5},"OPTIONS":{"num_ctx":5}}"#
        )
    }

    @Test func `what has arrived can be changed before the rest is there`() throws {
        let beginning = Array(#"{"model":"a","messages":[{"role":"#.utf8)
        var fields = RequestFields()
        #expect(try fields.read(beginning, until: .model) == .found)
        let splice = JSONSplice([.init(.model, Array("\"long\"".utf8))], in: beginning.span, fields: fields)
        #expect(splice.growth == 3)
        #expect(
            String(decoding: splice.applied(to: beginning), as: UTF8.self)
                == #"{"model":"long","messages":[{"role":"#
        )
    }

    @Test func `the pieces are the whole without a copy of it`() throws {
        let body = Array(#"{"model":"a","options":{"num_ctx":1},"x":2}"#.utf8)
        var fields = RequestFields()
        #expect(try fields.read(body) == .whole)
        let splice = JSONSplice(
            [.init(.numCtx, [0x32]), .init(.model, Array("\"b\"".utf8))],
            in: body.span,
            fields: fields
        )
        let pieces = splice.pieces(of: body).map { String(decoding: $0, as: UTF8.self) }
        #expect(pieces == [#"{"model":"#, #""b""#, #","options":{"num_ctx":"#, "2", #"},"x":2}"#])
    }
}
