/// What a request is called in logs, in the answer and towards the backend.
///
/// A client's own `X-Request-Id` is kept when it is harmless (letters, digits and a few marks, at most 128 of them);
/// anything else is replaced rather than copied into logs.
package struct RequestID: Hashable, Sendable, CustomStringConvertible {
    private static let lengthMax = 128

    private let number: UInt64
    private let given: [UInt8]

    package init(number: UInt64) {
        self.number = number
        given = []
    }

    package init?(_ given: Span<UInt8>) {
        if given.isEmpty || given.count > Self.lengthMax { return nil }
        for index in given.indices where !Self.isHarmless(given[index]) { return nil }
        number = 0
        self.given = given.withUnsafeBufferPointer { Array($0) }
    }

    func append(to output: inout ByteWriter) {
        if !given.isEmpty {
            output.append(given)
            return
        }
        output.append(wholeHex: number)
    }

    package var description: String {
        var text = ByteWriter(capacity: Self.lengthMax)
        append(to: &text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// Those that are written so: a number of ours, and what a client may have chosen, can look the same.
    package static func spelled(_ text: String) -> [RequestID] {
        let bytes = Array(text.utf8)
        let number = bytes.count == 16 ? UInt64(text, radix: 16).map(RequestID.init(number:)) : nil
        return [number, RequestID(bytes.span)].compactMap { $0 }.filter { $0.description == text }
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"),
            UInt8(ascii: "+"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}
