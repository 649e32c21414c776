extension JSONCursor {
    /// At the root of bytes that are one JSON object and nothing else; nil when they are not.
    init?(objectIn bytes: Span<UInt8>) {
        var scanner = JSONScanner()
        do {
            while case .member = try scanner.next(in: bytes) {}
        } catch {
            return nil
        }
        guard scanner.isWhole, let root = scanner.root, root.kind == .object else { return nil }
        self.init(JSONPlace(range: root.start..<bytes.count, kind: .object))
    }

    // What is of another type than asked for is passed over.

    /// The string at the cursor.
    mutating func text(in bytes: Span<UInt8>) -> String? {
        let isText = kind(in: bytes) == .string
        let range = skip(in: bytes)
        return isText ? JSONString.text(of: bytes, (range.lowerBound + 1)..<(range.upperBound - 1)) : nil
    }

    /// The number at the cursor, if it is a count.
    mutating func count(in bytes: Span<UInt8>) -> Int? {
        number(in: bytes).flatMap { 0..<1e15 ~= $0 ? Int($0) : nil }
    }

    mutating func number(in bytes: Span<UInt8>) -> Double? {
        let isNumber = kind(in: bytes) == .number
        let range = skip(in: bytes)
        return isNumber ? Double(JSONString.text(of: bytes, range)) : nil
    }

    /// The value at the cursor as it stands, in one line.
    mutating func json(in bytes: Span<UInt8>) -> String {
        let range = skip(in: bytes)
        let value = bytes.extracting(range)
        let isOneLine = value.endOfLine(from: 0) == value.count
        if !isOneLine, let decoded = try? JSONValue(parsing: value) {
            return String(decoding: decoded.encoded, as: UTF8.self)
        }
        return value.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// What stands between the brackets of the list at the cursor; nil when it is none, or empty.
    mutating func elements(in bytes: Span<UInt8>) -> String? {
        guard kind(in: bytes) == .array else {
            skip(in: bytes)
            return nil
        }
        let list = json(in: bytes).dropFirst().dropLast()
        return list.utf8.allSatisfy(\.isJSONSpace) ? nil : String(list)
    }

    /// Goes into the container at the cursor if it is of that kind, else passes it.
    mutating func enter(_ kind: JSONKind, in bytes: Span<UInt8>) -> Bool {
        let fits = self.kind(in: bytes) == kind
        if fits { enter() } else { skip(in: bytes) }
        return fits
    }
}

extension Span<UInt8> {
    /// What may be a stream's last words without the end of a line behind them.
    var isWholeFrame: Bool { starts(with: "[DONE]") || JSONCursor(objectIn: self) != nil }
}
