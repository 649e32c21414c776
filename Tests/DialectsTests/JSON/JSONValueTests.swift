import Testing

@testable import Dialects

@Suite struct JSONValueTests {
    private func parse(_ text: String, limits: JSONLimits = JSONLimits()) throws(JSONFault) -> JSONValue {
        try JSONValue(parsing: Array(text.utf8), limits: limits)
    }

    @Test func `a tree keeps order, repetitions and the digits of numbers`() throws {
        let text = #"{"b":1.50,"a":[null,true,-0,1E+2],"b":"x"}"#
        let value = try parse(text)
        #expect(String(decoding: value.encoded, as: UTF8.self) == text)
        #expect(value["b"] == "x" && value.object?.repeatedKey == "b")
        #expect(value["a"]?.array?.map { $0.number?.text } == [nil, nil, "-0", "1E+2"])
        #expect(value["c"] == nil && value["a"]?["b"] == nil)
    }

    @Test func `numbers are read as what they are`() throws {
        let cases: [(String, Int?, Double?)] = [
            ("0", 0, 0), ("-12", -12, -12), ("9223372036854775807", .max, 0x1p63),
            ("9223372036854775808", nil, 0x1p63),
            ("1.5", nil, 1.5), ("1e2", nil, 100), ("1e400", nil, nil), ("-1e-400", nil, 0),
        ]
        for (text, integer, double) in cases {
            let value = try parse(text)
            #expect(value.integer == integer && value.double == double)
        }
        for text in ["", "01", "1.", "+1", "NaN", "0x1", " 1", "1 "] { #expect(JSONNumber(text: text) == nil) }
        #expect(JSONNumber(Double.infinity) == nil && JSONNumber(0.1)?.text == "0.1")
    }

    @Test func `setting a member leaves one of its name, and its order`() {
        var object = JSONObject([.init("a", 1), .init("b", 2), .init("a", 3)])
        object["a"] = 4
        #expect(object == ["a": 4, "b": 2])
        object["c"] = 5
        #expect(object == ["a": 4, "b": 2, "c": 5])
        object.append("b", 6)
        object["b"] = nil
        #expect(object == ["a": 4, "c": 5] && object.repeatedKey == nil)
    }

    @Test func `escapes become what they stand for`() throws {
        let cases = [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9\u20ac""#, "Aé€"),
            (#""\uD83D\uDE00""#, "😀"),
            (#""\uD83D""#, "\u{FFFD}"), (#""\uDE00\uD83D""#, "\u{FFFD}\u{FFFD}"),
            (#""\uD83D\uD83D\uDE00""#, "\u{FFFD}😀"),
            (#""\uD83Dx\uDE00""#, "\u{FFFD}x\u{FFFD}"), (#""\u0000""#, "\0"), (#""é\u0301\n€""#, "é\u{301}\n€"),
        ]
        for (text, expected) in cases { #expect(try parse(text) == .string(expected)) }
        #expect(try parse(#"{"\u0061\n":1}"#)["a\n"] == 1)
    }

    @Test func `depth, size and number of values are bounded`() throws {
        var limits = JSONLimits()
        limits.depthMax = 3
        #expect(try parse("[[[1]]]", limits: limits) == [[[1]]])
        #expect(throws: JSONFault(.tooDeep, at: 3)) { try parse("[[[[1]]]]", limits: limits) }
        limits.valuesMax = 4
        #expect(try parse("[1,2,3]", limits: limits) == [1, 2, 3])
        #expect(throws: JSONFault(.tooLarge, at: 7)) { try parse("[1,2,3,4]", limits: limits) }
        limits.bytesMax = 5
        #expect(throws: JSONFault(.tooLarge, at: 5)) { try parse("[1,23]", limits: limits) }
    }

    @Test func `the deepest tree allowed is read, written and thrown away`() throws {
        let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(String(decoding: try parse(text).encoded, as: UTF8.self) == text)
    }

    @Test func `a fault says where and why, and nothing of the text`() {
        #expect(throws: JSONFault(.invalidEscape, at: 9)) { try parse(#"{"secret\x":1}"#) }
        #expect(JSONFault(.invalidEscape, at: 9).description == "an invalid escape in a string at byte 9")
    }
}
