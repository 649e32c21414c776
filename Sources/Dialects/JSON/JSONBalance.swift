/// Follows a JSON object that comes in pieces, and knows when it has been closed: then nothing of it can follow.
///
/// Only brackets and strings are looked at; whether it is JSON is another's question.
struct JSONBalance: Sendable {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private(set) var isClosed = false

    mutating func take(_ text: String) {
        for byte in text.utf8 { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == JSONByte.backslash {
                isEscaped = true
            } else if byte == JSONByte.quote {
                isInString = false
            }
            return
        }
        switch byte {
        case JSONByte.quote: isInString = true
        case JSONByte.openBrace, JSONByte.openBracket: depth += 1
        case JSONByte.closeBrace, JSONByte.closeBracket:
            depth -= 1
            isClosed = isClosed || depth == 0
        default: break
        }
    }
}
