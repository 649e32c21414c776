/// A number as it was written: what is passed on keeps its digits.
package struct JSONNumber: Equatable, Sendable {
    package let text: String

    package init(_ value: Int) {
        text = String(value)
    }

    /// JSON has no way to write infinities and what is not a number.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// The text must be a JSON number.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        var scanner = JSONNumberScanner()
        guard scanner.advance(in: bytes.span, from: 0) == bytes.count, scanner.isWhole else { return nil }
        self.text = text
    }

    /// - Parameter text: found sound by a scanner.
    init(scanned text: String) {
        self.text = text
    }

    /// Nil when it is not written as an integer, or does not fit.
    package var integer: Int? { Int(text) }

    /// Nil when it is too large.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
