/// Why bytes are not the JSON they should be, and at which byte that shows.
package struct JSONFault: Error, Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        case byteOrderMark
        case unexpectedByte
        case controlByte
        case invalidEscape
        case invalidNumber
        case invalidLiteral
        case invalidUTF8
        case notAnObject
        case bytesAfterTheEnd
        case tooDeep
        case tooLarge
        /// The bytes ended inside the value; nothing before that was wrong.
        case truncated
    }

    package var reason: Reason
    package var offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONFault: CustomStringConvertible {
    /// For people: never repeats what was in the bytes.
    package var description: String { "\(reason.text) at byte \(offset)" }
}

extension JSONFault.Reason {
    fileprivate var text: String {
        switch self {
        case .byteOrderMark: "a byte order mark"
        case .unexpectedByte: "an unexpected character"
        case .controlByte: "a control character in a string"
        case .invalidEscape: "an invalid escape in a string"
        case .invalidNumber: "an invalid number"
        case .invalidLiteral: "an invalid literal"
        case .invalidUTF8: "text that is not UTF-8"
        case .notAnObject: "something else than an object"
        case .bytesAfterTheEnd: "more after the end of the value"
        case .tooDeep: "too deep a nesting"
        case .tooLarge: "too large a value"
        case .truncated: "an unexpected end"
        }
    }
}
