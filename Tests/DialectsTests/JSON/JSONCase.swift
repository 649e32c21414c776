import Testing

@testable import Dialects

/// One line of the table: bytes, and what a reader of JSON must think of them.
struct JSONCase: Sendable, CustomTestStringConvertible {
    enum Verdict: Equatable, Sendable {
        case accepted
        /// Wrong at this byte.
        case refused(at: Int)
        /// Nothing is wrong, but something is missing.
        case cut
        /// Passed over by the scanner, refused by whoever decodes the text.
        case scannedOnly
    }

    var name: String
    var bytes: [UInt8]
    var verdict: Verdict

    var testDescription: String { name }

    static func y(_ text: String) -> JSONCase {
        JSONCase(name: "y \(text)", bytes: Array(text.utf8), verdict: .accepted)
    }

    static func cut(_ text: String) -> JSONCase {
        JSONCase(name: "cut \(text)", bytes: Array(text.utf8), verdict: .cut)
    }

    /// A bar stands before the first byte that is wrong.
    static func n(_ marked: String) -> JSONCase {
        n(Array(marked.utf8), name: marked)
    }

    static func n(_ marked: [UInt8], name: String) -> JSONCase {
        let bar = marked.firstIndex(of: UInt8(ascii: "|")) ?? marked.count
        let bytes = Array(marked[..<bar] + marked[bar...].dropFirst())
        return JSONCase(name: "n \(name)", bytes: bytes, verdict: .refused(at: bar))
    }

    static func notUTF8(_ content: [UInt8], name: String) -> JSONCase {
        JSONCase(name: "i \(name)", bytes: [0x22] + content + [0x22], verdict: .scannedOnly)
    }
}

extension JSONCase {
    static let accepted: [JSONCase] = [
        // Numbers
        "0", "-0", "1", "-1", "12345678901234567890123456789", "0.5", "-0.5", "1.25", "0.0", "10.01", "1e5", "1E5",
        "1e+5", "1e-5",
        "0e0", "0E+00", "-0e-7", "1.5e300", "123.456e-78", "1e400", "-1e-400", "[20]", "[-9]", "[0,0.1,1e1]", "[1]\n",
        " 4 ",
        // Literals
        "true", "false", "null", "[true]", "[false,null]", " true ", "{\"a\":true}", "{\"a\":false}", "{\"a\":null}",
        // Strings
        "\"\"", "\"a\"", "\" \"", "\"'\"", "\"\\\"\"", "\"\\\\\"", "\"\\/\"", "\"/\"", "\"\\b\\f\\n\\r\\t\"",
        "\"\\u0041\"",
        "\"\\u00e9\"", "\"\\u00E9\"", "\"\\uABCD\"", "\"\\uabcd\"", "\"\\u0000\"", "\"\\u001f\"", "\"\\u2028\\u2029\"",
        "\"\\ud83d\\ude00\"", "\"\\uD834\\uDD1E\"", "\"\\udbff\\udfff\"", "\"a\\\\n\"", "\"\\\\\\\\\"", "\"\\\\u0041\"",
        "\"\\\"\\\"\\\"\"", "\"\u{7f}\"", "\"\u{80}\"", "\"\u{a0}\"", "\"é\"", "\"π\"", "\"€\"", "\"😀\"",
        "\"\u{2028}\"",
        "\"\u{FEFF}\"", "\"\u{FFFF}\"", "\"\u{10FFFF}\"", "\"new\\u00A0line\"", "\"[{]}:,\"", "\"null\"",
        "\"// not a comment\"",
        "\"0123456789abcde\"", "\"0123456789abcdef\"", "\"0123456789abcdefg\"", "\"0123456789abcd\\n\"",
        "\"0123456789abcde\\n\"",
        "\"0123456789abcdef\\n0123456789abcdef\\n0123456789abcdef\"",
        // Arrays
        "[]", "[ ]", "[[]]", "[[],[]]", "[ [ ] , [ ] ]", "[\"\"]", "[1,2]", "[1 , 2]", "[\t1\n,\r2 ]", "[[[[1]]]]",
        "[null,1,\"2\",{}]",
        "[{},{}]", "[{\"a\":1},{\"a\":2}]", "[1,[2,[3,[4]]]]", "\r\n\t [] \r\n\t", "[\"a\",\"b\"]", "[[1],2]",
        "[1,[2]]",
        // Objects
        "{}", "{ }", "{\"\":0}", "{\"a\":1}", "{ \"a\" : 1 }", "{\"a\":1,\"b\":2}", "{\"a\":1,\"a\":2}", "{\"a\":{}}",
        "{\"a\":[]}",
        "{\"a\":{\"b\":{\"c\":{}}}}", "{\"a\\n\":1}", "{\"\\u0061\":1}", "{\"a b\":1}", "{\"é\":1}",
        "{\"\\ud83d\\ude00\":1}",
        "{\"a\":[1,{\"b\":2}],\"c\":\"d\"}", "{\n\t\"a\"\r:\n1\n}", "{\"a\":\"b\",\"c\":{\"d\":[{}]}}",
        "{\"true\":true}", "{\"a\":0}",
        "{\"a\":-0}", "{\"a\":1e1}", "{\"a\":1.5,\"b\":\"\"}", "{\"a\":[[],{}]}", "{\"{\":\"}\"}", "{\"a\":\"\\\"\"}",
        // Halves of pairs mean nothing, but break nothing.
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\ude00\\ud83d\"", "\"\\ud83dx\"", "\"\\ud83d\\n\"",
        "\"\\ud83d\\u0041\"",
        "{\"\\ud800\":\"\\udfff\"}", "\"\\ud800\\\\udc00\"",
    ].map(y)

    static let cut: [JSONCase] = [
        "", " ", "\n\t", "t", "tr", "tru", "f", "fals", "n", "nul", "-", "1.", "1e", "1e+", "1e-", "1.5E", "-0.", "\"",
        "\"a",
        "\"\\", "\"\\u", "\"\\u0", "\"\\u00e", "\"\\ud83d\\ude0", "\"a\\\"", "[", "[ ", "[[", "[1", "[1,", "[1, ",
        "[1,2", "[\"a\"", "[\"a",
        "[tru", "[-", "[1.", "[[]", "[{}", "{", "{ ", "{\"", "{\"a", "{\"a\"", "{\"a\" ", "{\"a\":", "{\"a\": ",
        "{\"a\":1",
        "{\"a\":1,", "{\"a\":1, ", "{\"a\":1,\"", "{\"a\":1,\"b\"", "{\"a\":{", "{\"a\":{}", "{\"a\":[", "{\"a\":[]",
        "{\"a\":\"",
        "{\"a\":tru", "{\"a\":-", "[\"0123456789abcdef",
    ].map(cut)

    static let refused: [JSONCase] =
        [
            // Numbers
            "|+1", "|.5", "0|1", "-|a", "-0|1", "1.|e1", "1.|.2", "1e|e5", "1e+|-5",
            "1e5|.5", "1.5|.5", "1e|x", "0|x10", "1|_000", "1 |2", "|NaN", "|Infinity", "-|Infinity", "-|-1", "-|+1",
            "-|.5", "1|f",
            "0e|.", "[1.|]", "[1e|]", "[-|]", "[0|1]", "[1|a]", "[1|-2]", "[1|+2]", "[|.1]", "[1e1|e1]", "[1 |000]",
            "[|١]", "1e|\u{0}",
            "[-|,1]", "[1.|,1]", "[0.1|.2]", "1e1|e",
            // Literals
            "|True", "|TRUE", "|undefined", "t|True", "tr|eu", "true|x", "[n|il]", "[nul|]", "[fals|,1]", "nul|x",
            "|None", "[true|1]", "true|false", "{\"a\":t|}",
            // Strings
            "\"\\|x\"", "\"\\|a\"", "\"\\|'\"", "\"\\|0\"", "\"\\|U0041\"", "\"\\|\n\"", "\"\\u|g000\"", "\"\\u0|g00\"",
            "\"\\u00|g0\"",
            "\"\\u000|g\"", "\"\\u000|\"", "\"\\u|\"", "\"\\u|+123\"", "\"\\u0|x41\"", "\"\\u| 041\"", "\"\\|é\"",
            "\"|\n\"", "\"a|\tb\"",
            "\"|\u{0}\"", "\"a|\u{1f}\"", "\"0123456789abcdef|\n\"", "\"0123456789abcde|\r\"", "|'a'", "\"a\"|\"",
            "\"a\"|x", "\"\\ud83d\\u|x",
            "\"\\ud83d\\|x", "|`a`", "|“a”", "\"\\\\\\|x\"", "{\"a|\n\":1}", "{\"\\|x\":1}",
            // Arrays
            "[|,]", "[|,1]", "[1,|,2]", "[1,|]", "[1|}", "[1 |2]", "[\"a\" |\"b\"]", "[1|:2]", "[|:1]", "[]|]", "[|}",
            "[]|,", "|]",
            "[1]|x", "[1]|[]", "[1,|}", "[\"a\"|:1]", "[\"a\",|]", "[1|;2]", "[|*]", "[|/**/]", "[|//\n]",
            "[1 |//\n]", "[|\u{a0}1]", "[|\u{c}]", "[|\u{b}]", "[|\u{FEFF}]", "[[1]|2]",
            // Objects
            "{|,}", "{|1:2}", "{|a:1}", "{|'a':1}", "{\"a\"|}", "{\"a\"|1}", "{\"a\"|,1}", "{\"a\":|}", "{\"a\":|,}",
            "{\"a\":1|]",
            "{\"a\":1,|}", "{\"a\":1,|,}", "{\"a\":1 |\"b\":2}", "{\"a\":1,|2}", "{\"a\":1,|b:2}", "{\"a\"|\"b\"}",
            "{\"a\":|:1}", "{\"a\":1|:2}",
            "{}|}", "{}|,", "{}|x", "{}|{}", "{|]", "|}", "{|[]:1}", "{|{}:1}", "{|null:1}", "{\"a\":1}|//",
            "{\"a\":|/*1*/1}", "{\"a\"|=1}",
            "{\"a\"|=>1}", "{\"a\":1}|\"\"", "{\"a\":1,\"b\"|}", "{\"a\":[|}", "{\"a\":[1|}]", "{\"a\":{|]",
            "{|true:1}", "{\"a\":|(1)}", "{\"a\":1|;}",
            // Around it
            "|\u{FEFF}{}", "|\u{FEFF}", " |\u{FEFF}{}", "|<html>", "|a", "|:", "|,", "|\u{0}", "{}|\u{0}", "|\\u0022",
            "|é", "|#", "|//\n{}",
            "|data: {}", "{}\n|{}", "|@", "|*", "|%7B%7D", "|\u{1f}", "|&", "1|,2", "null|null",
        ]
        .map(n)
        + [
            n([0x7C, 0xFF, 0xFE], name: "UTF-16"), n([0x5B, 0x7C, 0x80, 0x5D], name: "a loose continuation byte"),
            n([0x7C, 0xEF, 0xBB], name: "half a byte order mark"),
            n([0x7B, 0x7C, 0x00, 0x22], name: "UTF-16 without its mark"),
        ]

    static let undecided: [JSONCase] = [
        notUTF8([0x80], name: "a loose continuation byte"), notUTF8([0xFF], name: "a byte that never occurs"),
        notUTF8([0xC3], name: "half of two"), notUTF8([0xE2, 0x82], name: "two of three"),
        notUTF8([0xC0, 0x80], name: "two for NUL"),
        notUTF8([0xC1, 0xBF], name: "two for one"), notUTF8([0xE0, 0x80, 0x80], name: "three for one"),
        notUTF8([0xED, 0xA0, 0x80], name: "a surrogate"), notUTF8([0xF0, 0x9F, 0x98], name: "three of four"),
        notUTF8([0xF4, 0x90, 0x80, 0x80], name: "beyond Unicode"),
        notUTF8([0xF8, 0x88, 0x80, 0x80, 0x80], name: "five bytes"),
        notUTF8([0x5C, 0x6E, 0xE9], name: "Latin 1 behind an escape"), notUTF8([0x61, 0xE9, 0x62], name: "Latin 1"),
    ]

    static let all = accepted + cut + refused + undecided
}
