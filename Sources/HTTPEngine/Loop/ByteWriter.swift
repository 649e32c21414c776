/// Bytes being put together: heads, small bodies. Keeps its storage when cleared.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    package var count: Int { bytes.count }

    package mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
    }

    package mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ text: StaticString, from start: Int, count: Int) {
        precondition(start >= 0 && start + count <= text.utf8CodeUnitCount)
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start + start, count: count))
    }

    package mutating func append(_ span: Span<UInt8>) {
        span.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    package mutating func append(_ more: [UInt8]) {
        bytes.append(contentsOf: more)
    }

    package mutating func append(text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func append(byte: UInt8) {
        bytes.append(byte)
    }

    mutating func append(twoDigits value: Int) {
        bytes.append(UInt8(ascii: "0") + UInt8(value / 10))
        bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    package mutating func append(decimal value: UInt64) {
        if value < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(value))
            return
        }
        append(decimal: value / 10)
        bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    package mutating func append(hex value: UInt64) {
        if value >= 16 { append(hex: value >> 4) }
        let digit = UInt8(value & 15)
        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
}
