/// Walks over a comma-separated field value. Empty elements are handed out too: whether they are allowed depends on the field.
struct ListElements {
    private var index: Int
    private let end: Int

    init(_ value: HeadSlice) {
        index = value.range.lowerBound
        end = value.range.upperBound
    }

    /// The next element without white space around it; nil after the last.
    mutating func next(in bytes: Span<UInt8>) -> HeadSlice? {
        guard index <= end else { return nil }
        let start = index
        while index < end, bytes[index] != Byte.comma { index += 1 }
        defer { index += 1 }
        return HeadSlice(bytes.trimmed(start..<index))
    }
}

extension Span where Element == UInt8 {
    /// The slice is one token: not empty, and nothing but the bytes of a token.
    func isToken(_ slice: HeadSlice) -> Bool {
        for index in slice.range where !self[index].isToken { return false }
        return !slice.isEmpty
    }
}
