@testable import Dialects

/// JSON read straight from the grammar of RFC 8259, one production a function, on slices, with no thought of speed: what the
/// fast readers are compared with.
enum SlowJSON {
    private typealias Bytes = ArraySlice<UInt8>
    private typealias Parsed<Value> = (value: Value, rest: Bytes)

    static func value(_ bytes: [UInt8]) -> JSONValue? {
        guard let parsed = value(space(bytes[...])), space(parsed.rest).isEmpty else { return nil }
        return parsed.value
    }

    private static func value(_ input: Bytes) -> Parsed<JSONValue>? {
        for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
        where input.starts(with: word.utf8) {
            return (value, input.dropFirst(word.utf8.count))
        }
        if let (text, rest) = string(input) { return (.string(text), rest) }
        return number(input) ?? array(input) ?? object(input)
    }

    private static func array(_ input: Bytes) -> Parsed<JSONValue>? {
        guard let inside = after("[", input) else { return nil }
        if let rest = after("]", inside) { return (.array([]), rest) }
        return list(inside, end: "]") { value(space($0)) }.map { (.array($0.value), $0.rest) }
    }

    private static func object(_ input: Bytes) -> Parsed<JSONValue>? {
        guard let inside = after("{", input) else { return nil }
        if let rest = after("}", inside) { return (.object([:]), rest) }
        let members = list(inside, end: "}") { input -> Parsed<JSONObject.Member>? in
            guard let key = string(space(input)), let rest = after(":", key.rest) else { return nil }
            return value(space(rest)).map { (JSONObject.Member(key.value, $0.value), $0.rest) }
        }
        return members.map { (.object(JSONObject($0.value)), $0.rest) }
    }

    private static func list<Item>(
        _ input: Bytes,
        end: Character,
        _ item: (Bytes) -> Parsed<Item>?
    ) -> Parsed<[Item]>? {
        guard let first = item(input) else { return nil }
        if let rest = after(end, first.rest) { return ([first.value], rest) }
        guard let rest = after(",", first.rest), let others = list(rest, end: end, item) else { return nil }
        return ([first.value] + others.value, others.rest)
    }

    private static func number(_ input: Bytes) -> Parsed<JSONValue>? {
        let candidate = String(decoding: input.prefix { "+-.eE0123456789".utf8.contains($0) }, as: UTF8.self)
        guard let match = candidate.prefixMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/),
            let number = JSONNumber(text: String(match.output.0))
        else { return nil }
        return (.number(number), input.dropFirst(number.text.utf8.count))
    }

    private static func string(_ input: Bytes) -> Parsed<String>? {
        guard input.first == 0x22 else { return nil }
        var rest = input.dropFirst()
        // Code units of UTF-16, with what stands there as UTF-8 gathered first.
        var units: [UInt16] = []
        var plain: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == 0x22 || byte == 0x5C {
                guard let text = String(validating: plain, as: UTF8.self) else { return nil }
                units += text.utf16
                plain = []
                if byte == 0x22 { return (String(decoding: units, as: UTF16.self), rest) }
                guard let unit = escape(&rest) else { return nil }
                units.append(unit)
            } else if byte < 0x20 {
                return nil
            } else {
                plain.append(byte)
            }
        }
        return nil
    }

    private static func escape(_ rest: inout Bytes) -> UInt16? {
        let letters: [Character: UInt16] = [
            "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
        ]
        guard let byte = rest.popFirst() else { return nil }
        let letter = Character(Unicode.Scalar(byte))
        guard letter == "u" else { return letters[letter] }
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }) else {
            return nil
        }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func space(_ input: Bytes) -> Bytes {
        input.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }

    private static func after(_ sign: Character, _ input: Bytes) -> Bytes? {
        let input = space(input)
        return input.first == sign.asciiValue ? input.dropFirst() : nil
    }
}
