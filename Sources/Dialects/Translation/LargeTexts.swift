/// Carries long texts, which are pictures as a rule, around a translator instead of through it.
///
/// A picture of 8 MB would be held three times: as the client sent it, as a text, and as the backend gets it. Here the translator
/// gets the text's beginning with a mark behind it, and what it wrote is sent with slices of the client's own bytes in the
/// places of the marks: once. Only texts that stand in JSON as they are, letter for letter, are taken out. Nobody can have
/// guessed a mark, and one that a translation leaves out is left out.
package struct LargeTexts {
    /// Shorter ones are copied faster than they are found again.
    private static let countMin = 64 * 1024
    /// Enough to tell what kind of picture it is, and of a data URI its head.
    private static let headCount = 256

    /// The body with marks in it.
    package private(set) var reduced: [UInt8] = []
    private let body: [UInt8]
    private let secret: UInt64
    /// What the marks stand for, in their order.
    private var places: [Range<Int>] = []

    /// Nil when there are none.
    ///
    /// - Parameters:
    ///   - body: JSON.
    ///   - secret: by chance, for the marks.
    package init?(_ body: [UInt8], secret: UInt64) {
        self.body = body
        self.secret = secret
        if body.count < Self.countMin { return nil }
        let bytes = body.span
        var taken = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] == JSONByte.quote else {
                index += 1
                continue
            }
            let (end, isPlain) = Self.text(bytes, from: index + 1)
            let rest = min(index + 1 + Self.headCount, end)..<end
            if isPlain, rest.count >= Self.countMin, bytes.extracting(rest).isASCII {
                reduced.append(bytes, taken..<rest.lowerBound)
                reduced += mark(places.count)
                places.append(rest)
                taken = rest.upperBound
            }
            index = end + 1
        }
        if places.isEmpty { return nil }
        reduced.append(bytes, taken..<bytes.count)
    }

    /// Where the text that begins here ends, and whether it has no escapes.
    private static func text(_ bytes: Span<UInt8>, from start: Int) -> (end: Int, isPlain: Bool) {
        var index = start
        var isPlain = true
        while true {
            index = bytes.endOfPlainText(from: index)
            guard index < bytes.count, bytes[index] != JSONByte.quote else { return (min(index, bytes.count), isPlain) }
            isPlain = false
            index += bytes[index] == JSONByte.backslash ? 2 : 1
            if index >= bytes.count { return (bytes.count, false) }
        }
    }

    /// Of base64's letters, so that it is no less base64 than what it stands for.
    private func mark(_ number: Int) -> [UInt8] { Self.start(secret) + Array("\(number)Z".utf8) }

    private static func start(_ secret: UInt64) -> [UInt8] { Array("HERDtext\(String(secret, radix: 36))N".utf8) }

    /// What a translation has written, with the texts where their marks stand: one piece after the other.
    package func restored(in output: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var rest = output[...]
        let start = Self.start(secret)
        while let found = rest.firstRange(of: start) {
            let digits = rest[found.upperBound...].prefix { 0x30...0x39 ~= $0 }
            let number = Int(String(decoding: digits, as: UTF8.self)) ?? places.count
            guard number < places.count, digits.endIndex < rest.endIndex else { break }
            pieces.append(rest[..<found.lowerBound])
            pieces.append(body[places[number]])
            rest = rest[(digits.endIndex + 1)...]
        }
        return pieces + [rest]
    }
}
