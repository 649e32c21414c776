/// A sum over bytes that notices any that were lost, doubled or swapped (FNV-1a).
struct Digest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// What the backend answers to whom sent these bytes.
    static func receipt(_ count: Int, _ digest: Digest) -> [UInt8] {
        Array("{\"bytes\":\(count),\"digest\":\"\(digest.value)\"}".utf8)
    }
}
