enum Base64 {
    /// How many bytes a text stands for; nil when it is none of this.
    static func count(in text: Substring) -> Int? {
        let letters = text.utf8.prefix { $0 != UInt8(ascii: "=") }
        let padding = text.utf8.count - letters.count
        guard text.utf8.count % 4 == 0, padding <= 2, letters.allSatisfy(isLetter), !letters.isEmpty else { return nil }
        return letters.count * 3 / 4
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }

    static func text(of bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32($1 < group.count ? group[start + $1] : 0) }
            for place in 0..<4 {
                let letter = alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)]
                output.append(place <= group.count ? letter : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
