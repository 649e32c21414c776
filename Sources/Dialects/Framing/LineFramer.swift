/// Cuts a stream of JSON lines into its lines, however the bytes arrive.
///
/// A line that came whole is not copied. Of one that did not, the beginning is kept, up to a limit.
struct LineFramer: Sendable {
    static let lengthMax = 16 << 20

    /// The line that was found, without its end, if it came in pieces.
    private(set) var line: [UInt8] = []
    private(set) var isTooLong = false
    private var isOver = true

    enum Frame: Equatable {
        /// These of the bytes.
        case here(Range<Int>)
        /// What is in `line`.
        case held
    }

    /// The next line that is not blank; nil when the bytes end before it does.
    ///
    /// - Parameter index: the next byte to look at; moves on.
    mutating func next(in bytes: Span<UInt8>, from index: inout Int) -> Frame? {
        while index < bytes.count {
            let start = index
            let end = bytes.endOfLine(from: start)
            if isOver { line.removeAll(keepingCapacity: true) }
            isOver = end < bytes.count
            index = isOver ? end + 1 : end
            if !isOver || !line.isEmpty {
                guard hold(bytes, start..<end) else { return nil }
                if isOver, line.span.endOfSpace(from: 0) < line.count { return .held }
            } else if bytes.endOfSpace(from: start) < end {
                return .here(start..<end)
            }
        }
        return nil
    }

    /// The last line may have no end; true when there is one.
    mutating func finish() -> Bool {
        defer { isOver = true }
        return !isOver && line.span.endOfSpace(from: 0) < line.count
    }

    private mutating func hold(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        isTooLong = isTooLong || line.count + range.count > Self.lengthMax
        if isTooLong { return false }
        line.append(bytes, range)
        return true
    }
}
