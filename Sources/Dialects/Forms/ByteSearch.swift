/// Finds one sequence of bytes in others, by leaps: what the last byte of a place tells, the ones before it need not.
///
/// Compared is from the front: where the first byte occurs but once, as a line's end does before a boundary, no bytes are looked
/// at more than a few times, whatever somebody writes.
struct ByteSearch: Sendable {
    private let wanted: [UInt8]
    /// How far to leap from a place that ends with this byte.
    private var leaps: [Int]

    init(_ wanted: [UInt8]) {
        precondition(!wanted.isEmpty)
        self.wanted = wanted
        leaps = [Int](repeating: wanted.count, count: 256)
        for (index, byte) in wanted.dropLast().enumerated() { leaps[Int(byte)] = wanted.count - 1 - index }
    }

    /// - Parameter place: where to begin; afterwards where it was found, or the first place that was not looked at.
    func find(in bytes: Span<UInt8>, from place: inout Int) -> Bool {
        let last = wanted.count - 1
        while place + last < bytes.count {
            if isHere(bytes, place) { return true }
            place += leaps[Int(bytes[place + last])]
        }
        return false
    }

    private func isHere(_ bytes: Span<UInt8>, _ place: Int) -> Bool {
        for index in wanted.indices where bytes[place + index] != wanted[index] { return false }
        return true
    }
}
