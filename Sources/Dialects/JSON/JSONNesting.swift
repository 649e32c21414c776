/// Which containers are open, one bit each, without a stack in memory.
///
/// The innermost sixty-four are a shift register; a full register is put away until its containers are the innermost again.
struct JSONNesting: Sendable {
    static let depthLimit = 512

    private(set) var depth = 0
    /// One bit a container, the innermost lowest: set for objects.
    private var innermost: UInt64 = 0
    private var putAway = SIMD8<UInt64>()

    @inline(__always)
    var isInObject: Bool { innermost & 1 == 1 }

    /// The containers around are objects, down to the root.
    @inline(__always)
    var isAllObjects: Bool { innermost == 1 &<< UInt64(depth & 63) &- 1 }

    @inline(__always)
    mutating func open(isObject: Bool) {
        if depth & 63 == 0, depth > 0 { putAway[depth &>> 6 &- 1] = innermost }
        innermost = innermost &<< 1 | (isObject ? 1 : 0)
        depth &+= 1
    }

    @inline(__always)
    mutating func close() {
        depth &-= 1
        innermost &>>= 1
        if depth & 63 == 0, depth > 0 { innermost = putAway[depth &>> 6 &- 1] }
    }
}
