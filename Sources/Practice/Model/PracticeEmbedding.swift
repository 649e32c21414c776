/// Turns text into a unit vector: the same for the same text, and closer together the more words two texts share.
///
/// Every word, pair of neighbours and beginning of a word is hashed to a few places of the vector and adds to them, up or
/// down. Nothing here knows what a word means.
package struct PracticeEmbedding: Equatable, Sendable {
    package static let dimensions = 384
    private static let placesPerFeature = 4

    package let values: [Float]

    /// - Parameter dimensions: keeps only the first so many, and makes them a unit vector again.
    package init(of text: String, dimensions: Int? = nil) {
        var values = [Float](repeating: 0, count: Self.dimensions)
        let words = Self.words(text)
        // A vector of zeros has no direction: an empty text gets one of its own.
        Self.add("", weight: 0.01, to: &values)
        for word in words {
            Self.add(word, weight: 1, to: &values)
            Self.add("\(word.prefix(4))…", weight: 0.5, to: &values)
        }
        for (word, next) in zip(words, words.dropFirst()) { Self.add("\(word) \(next)", weight: 0.5, to: &values) }
        if let dimensions, dimensions > 0 { values = Array(values.prefix(dimensions)) }
        self.values = Self.normalised(values)
    }

    /// As the bytes of thirty-two bit numbers, lowest first: what base64 is made of.
    package var littleEndianBytes: [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func add(_ feature: String, weight: Float, to values: inout [Float]) {
        var chance = PracticeChance(seed: PracticeChance.hash(feature.utf8))
        for _ in 0..<placesPerFeature {
            let number = chance.next()
            values[Int(number >> 32) % dimensions] += number & 1 == 0 ? weight : -weight
        }
    }

    private static func normalised(_ values: [Float]) -> [Float] {
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        // Of a few dimensions all may be empty.
        guard length > 0 else { return values.indices.map { $0 == 0 ? 1 : 0 } }
        return values.map { $0 / length }
    }
}
