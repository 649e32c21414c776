/// Foreign text made harmless: no control characters, nothing that turns the reading direction, and never more than so many bytes.
enum LogText {
    /// May stand in a text line without quotes: nothing in it could be taken for the end of the value or for another field.
    static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !#""=\"#.utf8.contains($0) }
    }

    static func append(_ text: String, to bytes: inout [UInt8], bytesMax: Int, escapesQuotes: Bool) {
        let end = bytes.count + bytesMax
        for scalar in text.unicodeScalars {
            let mark = bytes.count
            append(scalar, to: &bytes, escapesQuotes: escapesQuotes)
            guard bytes.count > end else { continue }
            bytes.removeSubrange(mark...)
            bytes += "…".utf8
            return
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8], escapesQuotes: Bool) {
        switch scalar {
        case "\n": bytes += #"\n"#.utf8
        case "\r": bytes += #"\r"#.utf8
        case "\t": bytes += #"\t"#.utf8
        case "\"" where escapesQuotes: bytes += #"\""#.utf8
        case "\\" where escapesQuotes: bytes += #"\\"#.utf8
        case _ where isUnsafe(scalar.value):
            let digits = String(scalar.value, radix: 16)
            bytes += #"\u\#(String(repeating: "0", count: max(0, 4 - digits.count)))\#(digits)"#.utf8
        default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
    }

    /// Controls of both blocks, line and paragraph separators, and the marks that reorder text.
    private static func isUnsafe(_ value: UInt32) -> Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
