import Testing

@testable import HTTPEngine

/// Sixteen bytes at a time must find what one at a time finds: for every byte, at every place around the blocks' borders.
@Suite struct BlocksTests {
    private let places = [0, 1, 7, 8, 15, 16, 17, 31, 32, 33]
    private let count = 34

    /// The same answer from the block loop and from asking each byte.
    private func compare(
        filler: UInt8,
        _ isAllowed: (UInt8) -> Bool,
        _ found: (Span<UInt8>, _ start: Int) -> Int
    ) {
        for byte in UInt8.min...UInt8.max {
            for place in places {
                var bytes = [UInt8](repeating: filler, count: count)
                bytes[place] = byte
                for start in [0, 1, place] {
                    let expected = bytes[start...].firstIndex { !isAllowed($0) } ?? count
                    let index = found(bytes.span, start)
                    #expect(index == expected, "byte \(byte) at \(place), from \(start)")
                }
            }
        }
    }

    @Test func `a value ends at a control byte that is no tab`() {
        compare(filler: 0x61, \.isFieldContent) { $0.endOfFieldContent(from: $1) }
        compare(filler: 0x09, \.isFieldContent) { $0.endOfFieldContent(from: $1) }
        compare(filler: 0xFF, \.isFieldContent) { $0.endOfFieldContent(from: $1) }
    }

    @Test func `a target ends at what is not visible, and at a fragment`() {
        compare(filler: 0x2F, { $0.isVisible && $0 != Byte.hash }) { $0.endOfTarget(from: $1, limit: $0.count) }
    }

    @Test func `a name ends at what is no token`() {
        compare(filler: 0x2D, \.isToken) { $0.endOfToken(from: $1, limit: $0.count) }
        compare(filler: 0x5F, \.isToken) { $0.endOfToken(from: $1, limit: $0.count) }
    }

    @Test func `nothing is looked at beyond the limit`() {
        let bytes = [UInt8](repeating: 0x61, count: 40)
        for limit in 0...40 {
            let target = bytes.span.endOfTarget(from: 0, limit: limit)
            let token = bytes.span.endOfToken(from: 0, limit: limit)
            #expect(target == limit)
            #expect(token == limit)
        }
    }

    @Test func `words are read in the order of their bytes`() {
        let bytes: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
        let (word, halfWord) = (bytes.span.word(at: 1), bytes.span.halfWord(at: 5))
        #expect(word == 0x0807_0605_0403_0201)
        #expect(halfWord == 0x0807_0605)
    }
}
