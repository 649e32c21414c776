/// A file with a name and a number on each line: `MemTotal:  32594612 kB`, `pswpin 1000`. Some have hundreds of lines, of which
/// a few are wanted: each is looked for in the bytes.
struct NamedNumbers {
    private let bytes: [UInt8]

    init?(_ path: String) {
        guard let text = SystemFile.text(path) else { return nil }
        bytes = Array(text.utf8)
    }

    /// The number after the name and its colon or blank; what follows it, its unit, is left out.
    subscript(name: String) -> Int? {
        let wanted = Array(name.utf8)
        var start = 0
        while start + wanted.count < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            if end - start > wanted.count, bytes[start..<start + wanted.count].elementsEqual(wanted),
                [UInt8(ascii: ":"), UInt8(ascii: " ")].contains(bytes[start + wanted.count])
            {
                return number(bytes[(start + wanted.count + 1)..<end])
            }
            start = end + 1
        }
        return nil
    }

    private func number(_ rest: ArraySlice<UInt8>) -> Int? {
        let digits = rest.drop { $0 == UInt8(ascii: " ") }.prefix { $0 > UInt8(ascii: " ") }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
