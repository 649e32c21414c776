import Testing

@testable import Dialects

@Suite struct RequestFieldsTests {
    /// What a read of a whole body found.
    private func read(_ body: String) throws(JSONFault) -> (fields: RequestFields, bytes: [UInt8]) {
        let bytes = Array(body.utf8)
        var fields = RequestFields()
        #expect(try fields.read(bytes) == .whole)
        return (fields, bytes)
    }

    private func value(_ field: RequestField, in body: String) throws -> String? {
        let (fields, bytes) = try read(body)
        return fields[field].map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    @Test func `the fields of a chat are found with their places and kinds`() throws {
        let body = #"""
            {"model":"llama3:8b", "stream" : false,"messages":[{"role":"user","content":"model: \"x\""}],
             "options":{"seed":7,"num_ctx":8192,"stop":["model"]},"keep_alive":"5m","think":null,"x":{"model":1}}
            """#
        let (fields, bytes) = try read(body)
        #expect(fields.text(.model, in: bytes.span) == "llama3:8b")
        #expect(fields[.stream]?.kind == .false && !fields.isTrue(.stream))
        #expect(fields.integer(.numCtx, in: bytes.span) == 8192)
        #expect(fields[.messages]?.kind == .array)
        #expect(fields[.messages]?.range.count == #"[{"role":"user","content":"model: \"x\""}]"#.utf8.count)
        #expect(fields.text(.keepAlive, in: bytes.span) == "5m")
        #expect(fields[.think]?.kind == .null)
        #expect(fields[.prompt] == nil && fields[.numPredict] == nil)
        #expect(fields.isUnambiguous)
    }

    @Test(arguments: RequestField.allCases)
    func `every field is found under its own name and nowhere else`(field: RequestField) throws {
        let member = "\"\(field.name)\":17"
        let body = field.parent.map { "{\"\($0.name)\":{\(member)}}" } ?? "{\(member)}"
        #expect(try value(field, in: body) == "17")
        #expect(try value(field, in: "{\"a\":{\"b\":{\(member)}},\"c\":[{\(member)}]}") == nil)
        let elsewhere = field.parent == nil ? "{\"other\":{\(member)}}" : "{\(member)}"
        #expect(try value(field, in: elsewhere) == nil)
        #expect(try value(field, in: "{\"\(field.name)s\":1,\"x\(field.name)\":2}") == nil)
    }

    @Test func `an escaped name is the name it stands for`() throws {
        #expect(try value(.model, in: #"{"mod\u0065l":"a"}"#) == "\"a\"")
        #expect(try value(.model, in: #"{"\u006d\u006F\u0064\u0065\u006c":"a"}"#) == "\"a\"")
        #expect(try value(.numCtx, in: #"{"\u006fptions":{"num\u005fctx":1}}"#) == "1")
        #expect(try value(.model, in: #"{"mod\\u0065l":"a","mode\nl":"b","\"model":"c"}"#) == nil)
    }

    @Test func `the last of repeated members counts, and the repetition is told`() throws {
        let (fields, bytes) = try read(#"{"model":"a","stream":true,"mo\u0064el":"b"}"#)
        #expect(fields.text(.model, in: bytes.span) == "b")
        #expect(fields.repeated.contains(.model) && !fields.repeated.contains(.stream))
        #expect(!fields.isUnambiguous)
    }

    @Test func `what stood in an earlier object of the same name went with it`() throws {
        #expect(try value(.numCtx, in: #"{"options":{"num_ctx":1},"options":{}}"#) == nil)
        #expect(try value(.numCtx, in: #"{"options":{"num_ctx":1},"options":{"num_ctx":2}}"#) == "2")
        #expect(try value(.numCtx, in: #"{"options":{"num_ctx":1},"options":3}"#) == nil)
        #expect(try value(.numPredict, in: #"{"options":{},"options":{"num_predict":2}}"#) == "2")
    }

    @Test(arguments: [
        #"{"Model":"a"}"#, #"{"MODEL":"a"}"#, #"{"\u004dodel":"a"}"#, #"{"modeL":"a","model":"b"}"#,
        #"{"mod\u0045l":"a"}"#,
    ])
    func `a name in another case is not the field but is told`(body: String) throws {
        let fields = try read(body).fields
        #expect(fields.misspelt.contains(.model) && !fields.isUnambiguous)
    }

    @Test func `letters that fold into ASCII do not slip by`() throws {
        #expect(try read("{\"\u{17F}tream\":true}").fields.misspelt.contains(.stream))
        #expect(try read("{\"\u{212A}eep_alive\":1}").fields.misspelt.contains(.keepAlive))
        #expect(try read(#"{"\u017ftream":true}"#).fields.misspelt.contains(.stream))
        #expect(try read("{\"OPTIONS\":{\"num_ctx\":1}}").fields.misspelt.contains(.options))
        #expect(try read("{\"Options\":{\"num_ctx\":1}}").fields.misspelt.contains(.numCtx))
        #expect(try read("{\"Modell\":1,\"École\":2,\"möde\":3}").fields.isUnambiguous)
    }

    @Test func `a wanted field is told as soon as it has arrived`() throws {
        let body = Array(#"{"stream":true,"model":"llama3","messages":["#.utf8)
        let known = body.firstRange(of: Array("\"llama3\"".utf8))!.upperBound
        for count in body.indices {
            var fields = RequestFields()
            let progress = try fields.read(Array(body[..<count]), until: .model)
            #expect(progress == (count < known ? .needMore : .found))
        }
    }

    @Test func `reading goes on where it stopped, however the body is cut`() throws {
        let body = Array(
            #" {"a":[1,{"b":"\u00e9\n"}],"options":{"x":{},"num_ctx":-12.5e1},"model":"m","stream":true} "#.utf8
        )
        var whole = RequestFields()
        #expect(try whole.read(body) == .whole)
        for cut in body.indices {
            var fields = RequestFields()
            #expect(try fields.read(Array(body[..<cut])) == (cut < body.count - 1 ? .needMore : .whole))
            #expect(try fields.read(body) == .whole)
            for field in RequestField.allCases { #expect(fields[field] == whole[field]) }
        }
    }

    @Test(arguments: ["[]", " 1", "\"model\"", "null", "[{\"model\":1}]"])
    func `a body that is not an object is refused where it begins`(body: String) {
        var fields = RequestFields()
        let start = body.first == " " ? 1 : 0
        #expect(throws: JSONFault(.notAnObject, at: start)) { try fields.read(Array(body.utf8)) }
    }

    @Test func `nesting is bounded, and only that`() {
        for (depth, isAllowed) in [(512, true), (513, false)] {
            let body =
                "{\"a\":" + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
            var fields = RequestFields()
            let progress = try? fields.read(Array(body.utf8))
            #expect(progress == (isAllowed ? .whole : nil))
        }
        let scan = Scan(Array("[{\"a\":[[]]}]".utf8), depthMax: 3)
        #expect(scan.fault == JSONFault(.tooDeep, at: 7))
    }

    @Test func `containers are told apart at every depth`() {
        for depth in 1...512 {
            let isObject = (0..<depth).map { ($0 &* 2_654_435_761) >> 7 & 1 == 1 }
            let opening = isObject.map { $0 ? "{\"k\":" : "[" }.joined()
            let closing = isObject.reversed().map { $0 ? "}" : "]" }
            #expect(Scan(Array((opening + "1" + closing.joined()).utf8)).isWhole)
            let swapped = closing.last == "}" ? "]" : "}"
            let wrong = opening + "1" + closing.dropLast().joined() + swapped
            #expect(Scan(Array(wrong.utf8)).fault == JSONFault(.unexpectedByte, at: wrong.utf8.count - 1))
        }
    }

    @Test func `numbers are integers only where they are written so`() throws {
        for (text, integer) in [
            ("1", 1), ("-7", -7), ("1.0", nil), ("1e3", nil), ("99999999999999999999", nil), ("\"1\"", nil),
        ] {
            let (fields, bytes) = try read("{\"max_tokens\":\(text)}")
            #expect(fields.integer(.maxTokens, in: bytes.span) == integer)
        }
    }

    @Test func `text is decoded with its escapes`() throws {
        let (fields, bytes) = try read(#"{"model":"a\"b\\\u00e9\ud83d\ude00\ud800!","prompt":5}"#)
        #expect(fields.text(.model, in: bytes.span) == "a\"b\\é😀\u{FFFD}!")
        #expect(fields.text(.prompt, in: bytes.span) == nil)
    }
}
