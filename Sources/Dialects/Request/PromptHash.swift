/// The hash that prompts are recognised by: the same for the same bytes, today and after a restart.
///
/// Not the standard library's, which begins elsewhere in every process, and not made against an enemy: who makes two prompts
/// collide sends his own request to a node that has nothing of it cached.
enum PromptHash {
    static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = (one ^ first).multipliedFullWidth(by: other ^ second)
        return product.high ^ product.low
    }

    static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        let raw = bytes.bytes
        var hash = UInt64(truncatingIfNeeded: range.count) &* first
        var index = range.lowerBound
        while index &+ 16 <= range.upperBound {
            hash = mix(
                hash ^ raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self),
                hash &+ raw.unsafeLoadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self)
            )
            index &+= 16
        }
        var (one, other): (UInt64, UInt64) = (0, 0)
        let middle = min(index &+ 8, range.upperBound)
        for index in index..<middle { one = one << 8 | UInt64(bytes[index]) }
        for index in middle..<range.upperBound { other = other << 8 | UInt64(bytes[index]) }
        return mix(hash ^ one, hash &+ other)
    }

    static func hash(_ text: String) -> UInt64 {
        let bytes = Array(text.utf8)
        return hash(bytes.span, bytes.indices)
    }

    private static var first: UInt64 { 0x9E37_79B9_7F4A_7C15 }
    private static var second: UInt64 { 0xD1B5_4A32_D192_ED03 }
}
