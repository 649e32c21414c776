@testable import Dialects

/// Random trees, and the many ways one tree can be written.
struct RandomJSON {
    var chance: SeededGenerator

    init(seed: UInt64) {
        chance = SeededGenerator(seed: seed)
    }

    mutating func tree(depth: Int = 4) -> JSONValue {
        switch roll(depth > 0 ? 9 : 6) {
        case 0: return .null
        case 1: return .bool(roll(2) == 0)
        case 2, 3: return .number(number())
        case 4, 5: return .string(text())
        case 6: return .array((0..<roll(5)).map { _ in tree(depth: depth - 1) })
        default: return object(depth: depth)
        }
    }

    mutating func object(depth: Int = 4) -> JSONValue {
        .object(JSONObject((0..<roll(6)).map { _ in JSONObject.Member(key(), tree(depth: depth - 1)) }))
    }

    /// The tree with white space and escapes wherever they may stand.
    mutating func spelling(of value: JSONValue) -> [UInt8] {
        let body: [UInt8]
        switch value {
        case .null, .bool, .number: body = value.encoded
        case .string(let text): body = spelling(ofText: text)
        case .array(let elements):
            body = [0x5B] + joined(elements.map { spelling(of: $0) }) + [0x5D]
        case .object(let object):
            let members = object.members.map {
                space() + spelling(ofText: $0.key) + space() + [0x3A] + spelling(of: $0.value)
            }
            body = [0x7B] + joined(members) + [0x7D]
        }
        return space() + body + space()
    }

    /// The bytes with a few of them changed, lost or doubled.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...roll(2) where !bytes.isEmpty {
            let index = roll(bytes.count)
            switch roll(5) {
            case 0: bytes.remove(at: index)
            case 1: bytes.insert(bytes[roll(bytes.count)], at: index)
            case 2: bytes[index] = Array("{}[]:,\"\\0-e.tfn \n".utf8)[roll(17)]
            case 3: bytes.swapAt(index, roll(bytes.count))
            default: bytes.removeSubrange(index...)
            }
        }
        return bytes
    }

    mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &chance) }

    private mutating func key() -> String {
        let known = ["model", "stream", "options", "num_ctx", "Model", "messages", "a", "b"]
        return roll(3) == 0 ? text() : known[roll(known.count)]
    }

    private mutating func number() -> JSONNumber {
        let texts = ["0", "-0", "1", "-17", "3.14", "0.5", "1e9", "-2E-3", "1.0e+10", "123456789012345678901234567890"]
        return roll(2) == 0
            ? JSONNumber(Int.random(in: -5000...5000, using: &chance)) : JSONNumber(text: texts[roll(texts.count)])!
    }

    private mutating func text() -> String {
        let letters: [Character] = [
            "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "é", "€", "😀", "{", "]", ",", ":", "\u{7f}",
        ]
        let count = roll(4) == 0 ? roll(70) : roll(9)
        return String((0..<count).map { _ in letters[roll(letters.count) / (roll(2) + 1)] })
    }

    private mutating func spelling(ofText text: String) -> [UInt8] {
        var bytes: [UInt8] = [0x22]
        for scalar in text.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if mustEscape || roll(8) == 0 {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: roll(2) == 0)
                    bytes += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
                }
            } else {
                bytes += Array(String(scalar).utf8)
            }
        }
        return bytes + [0x22]
    }

    private mutating func joined(_ parts: [[UInt8]]) -> [UInt8] {
        parts.isEmpty ? space() : Array(parts.joined(separator: [0x2C]))
    }

    private mutating func space() -> [UInt8] {
        roll(3) > 0 ? [] : (0..<roll(3)).map { _ in [0x20, 0x0A, 0x0D, 0x09][roll(4)] }
    }
}
