/// Bytes being put together: heads, chunk sizes, small bodies. Keeps its storage when cleared.
///
/// Memory of its own instead of an array, because a head is some forty small pieces and an array pays for each with a check
/// of who else holds it.
package struct ByteWriter: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer
    package private(set) var count = 0

    package init(capacity: Int) {
        storage = .allocate(byteCount: max(16, capacity), alignment: 16)
    }

    deinit {
        storage.deallocate()
    }

    package var bytes: [UInt8] { Array(raw) }

    /// What was written, until the next change.
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

    package mutating func clear() {
        count = 0
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if storage.count - count < more { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(storage.count * 2, count + more),
            alignment: 16
        )
        larger.copyMemory(from: raw)
        storage.deallocate()
        storage = larger
    }

    @inline(__always)
    private mutating func put(_ source: UnsafeRawPointer, _ length: Int) {
        reserve(length)
        UnsafeMutableRawBufferPointer(rebasing: storage[count...]).baseAddress!.copyMemory(
            from: source,
            byteCount: length
        )
        count += length
    }

    package mutating func append(_ text: StaticString) {
        put(text.utf8Start, text.utf8CodeUnitCount)
    }

    mutating func append(_ text: StaticString, from start: Int, count: Int) {
        precondition(start >= 0 && start + count <= text.utf8CodeUnitCount)
        put(text.utf8Start + start, count)
    }

    package mutating func append(_ span: Span<UInt8>) {
        if span.isEmpty { return }
        span.withUnsafeBytes { put($0.baseAddress!, $0.count) }
    }

    package mutating func append(_ more: [UInt8]) {
        if more.isEmpty { return }
        more.withUnsafeBytes { put($0.baseAddress!, $0.count) }
    }

    package mutating func append(text: String) {
        var text = text
        text.withUTF8 { if let start = $0.baseAddress { put(start, $0.count) } }
    }

    package mutating func append(byte: UInt8) {
        reserve(1)
        storage[count] = byte
        count += 1
    }

    mutating func append(twoDigits value: Int) {
        append(byte: UInt8(ascii: "0") + UInt8(value / 10))
        append(byte: UInt8(ascii: "0") + UInt8(value % 10))
    }

    package mutating func append(decimal value: UInt64) {
        if value >= 10 { append(decimal: value / 10) }
        append(byte: UInt8(ascii: "0") + UInt8(value % 10))
    }

    package mutating func append(hex value: UInt64) {
        if value >= 16 { append(hex: value >> 4) }
        append(hexDigit: value & 15)
    }

    private mutating func append(hexDigit digit: UInt64) {
        append(byte: Self.hexDigit(digit))
    }

    /// All sixteen digits.
    mutating func append(wholeHex value: UInt64) {
        reserve(16)
        for place in 0..<16 { storage[count + place] = Self.hexDigit(value >> UInt64(60 - 4 * place) & 15) }
        count += 16
    }

    @inline(__always)
    private static func hexDigit(_ digit: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: digit &+ (digit < 10 ? 48 : 87))
    }
}
