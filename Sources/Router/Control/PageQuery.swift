import HTTPEngine

/// What stands behind the question mark of a page's address, and the rest of its path.
struct PageQuery {
    struct Fault: Error {
        let text: String
    }

    private let path: String
    private var values: [String: String] = [:]

    init(_ head: RequestHead) {
        let target = head.text(head.path)
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        guard parts.count > 1 else { return }
        for pair in parts[1].split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[Self.decoded(halves[0])] = halves.count > 1 ? Self.decoded(halves[1]) : ""
        }
    }

    subscript(_ name: String) -> String? { values[name] }

    /// What follows in the path.
    func rest(after prefix: String) -> String { Self.decoded(path.dropFirst(prefix.count)) }

    /// The same at its slashes; one within a step is written as `%2F`.
    func steps(after prefix: String) -> [String] {
        path.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false).map { Self.decoded($0) }
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(Fault) -> Int? {
        guard let text = values[name] else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw Fault(text: "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// `%2F` is a slash. What is no escape stays as it is.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy({ isHexDigit($0) }),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte & 0xDF)
    }
}
