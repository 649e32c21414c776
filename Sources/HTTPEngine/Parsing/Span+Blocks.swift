/// Sixteen bytes at a time: the loops over values, targets and names, where reading a head spends its time.
///
/// Loads are checked like any other access of a span. What is left at the end of the input, less than a block, is looked
/// at byte by byte.
extension Span where Element == UInt8 {
    typealias Block = SIMD16<UInt8>

    @inline(__always)
    private func block(at index: Int) -> Block {
        bytes.unsafeLoadUnaligned(fromByteOffset: index, as: Block.self)
    }

    /// The first byte from `start` on that may not stand in a field value, or the end.
    @inline(__always)
    func endOfFieldContent(from start: Int) -> Int {
        var index = start
        while index <= count &- 16 {
            let block = block(at: index)
            let stop = ((block .< .all(0x20)) .| (block .== .all(0x7F))).first
            index &+= stop
            if stop == 16 { continue }
            // A tab stops the block although it is allowed: too rare to be tested for in each.
            guard self[index] == Byte.tab else { return index }
            index &+= 1
        }
        while index < count, self[index].isFieldContent { index &+= 1 }
        return index
    }

    /// The first byte from `start` on that may not stand in a target, or the limit.
    @inline(__always)
    func endOfTarget(from start: Int, limit: Int) -> Int {
        var index = start
        while index <= limit &- 16 {
            let block = block(at: index)
            let stop = ((block .< .all(0x21)) .| (block .> .all(0x7E)) .| (block .== .all(0x23))).first
            index &+= stop
            if stop < 16 { return index }
        }
        while index < limit, self[index].isVisible, self[index] != Byte.hash { index &+= 1 }
        return index
    }

    /// The first byte from `start` on that may not stand in a token, or the limit.
    @inline(__always)
    func endOfToken(from start: Int, limit: Int) -> Int {
        var index = start
        while index <= limit &- 16 {
            let block = block(at: index)
            let letters = ((block | .all(0x20)) &- .all(0x61)) .< .all(26)
            let stop = (.!(letters .| (block .== .all(0x2D)))).first
            index &+= stop
            if stop == 16 { continue }
            // The other bytes that a token may hold stop the block too: they are rare in names.
            guard self[index].isToken else { return index }
            index &+= 1
        }
        while index < limit, self[index].isToken { index &+= 1 }
        return index
    }

    @inline(__always)
    func word(at index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    @inline(__always)
    func halfWord(at index: Int) -> UInt32 {
        UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
    }
}

extension SIMDMask where Storage == SIMD16<Int8> {
    /// The place of the first lane that is set, or 16.
    @inline(__always)
    fileprivate var first: Int {
        let halves = unsafeBitCast(self, to: SIMD2<UInt64>.self)
        let low = UInt64(littleEndian: halves[0])
        if low != 0 { return low.trailingZeroBitCount &>> 3 }
        return 8 &+ UInt64(littleEndian: halves[1]).trailingZeroBitCount &>> 3
    }
}

extension UInt64 {
    @inline(__always)
    var folded: UInt64 { self | 0x2020_2020_2020_2020 }
}

extension UInt32 {
    @inline(__always)
    var folded: UInt32 { self | 0x2020_2020 }
}

extension SIMD16<UInt8> {
    /// Operations of a vector with a number are not vectorised, those of two vectors are.
    @inline(__always)
    fileprivate static func all(_ byte: UInt8) -> Self { Self(repeating: byte) }
}
