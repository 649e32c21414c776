/// Writes JSON at the end of an array of bytes: frames of a stream, and whole answers.
///
/// It sets the commas. That containers are closed and members have keys is the caller's part, who sees it in the code.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8]
    private var needsComma = false

    package init(capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Begins anew in the memory it has.
    package mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    // MARK: Containers

    package mutating func openObject() { open(JSONByte.openBrace) }
    package mutating func closeObject() { close(JSONByte.closeBrace) }
    package mutating func openArray() { open(JSONByte.openBracket) }
    package mutating func closeArray() { close(JSONByte.closeBracket) }

    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        openObject()
        members(&self)
        closeObject()
    }

    package mutating func array(_ elements: (inout JSONWriter) -> Void) {
        openArray()
        elements(&self)
        closeArray()
    }

    /// - Parameter key: plain letters, which need no escape.
    package mutating func key(_ key: StaticString) {
        separate()
        bytes.append(JSONByte.quote)
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(JSONByte.quote)
        bytes.append(JSONByte.colon)
        needsComma = false
    }

    package mutating func key(_ key: String) {
        string(key)
        bytes.append(JSONByte.colon)
        needsComma = false
    }

    // MARK: Values

    package mutating func null() { literal("null") }
    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    package mutating func integer(_ value: Int) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    package mutating func number(_ value: JSONNumber) {
        separate()
        bytes.append(contentsOf: value.text.utf8)
    }

    /// What JSON cannot write, it has as null.
    package mutating func number(_ value: Double) {
        separate()
        bytes.append(contentsOf: value.isFinite ? value.description.utf8 : "null".utf8)
    }

    package mutating func number(_ value: Float) {
        separate()
        bytes.append(contentsOf: value.isFinite ? value.description.utf8 : "null".utf8)
    }

    package mutating func string(_ text: String) {
        separate()
        bytes.append(JSONByte.quote)
        append(escaped: text.utf8)
        bytes.append(JSONByte.quote)
    }

    /// - Parameter text: plain letters, which need no escape.
    package mutating func word(_ text: StaticString) {
        separate()
        bytes.append(JSONByte.quote)
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(JSONByte.quote)
    }

    /// One string of two parts, which need not be put together for it.
    package mutating func string(_ text: String, then rest: Substring) {
        separate()
        bytes.append(JSONByte.quote)
        append(escaped: text.utf8)
        append(escaped: rest.utf8)
        bytes.append(JSONByte.quote)
    }

    /// - Parameter json: one whole value.
    package mutating func raw(_ json: Span<UInt8>) {
        separate()
        bytes.append(json, json.indices)
    }

    // MARK: Bytes

    /// What stands around JSON: the line that names an event, the end of a line. A new value may follow.
    package mutating func plain(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
        needsComma = false
    }

    /// As above; may also be the beginning of a value, of which the rest is to be written.
    package mutating func plain(_ text: [UInt8]) {
        bytes.append(contentsOf: text)
        needsComma = false
    }

    @inline(__always)
    private mutating func append(escaped text: some Collection<UInt8>) {
        let isContiguous: Void? = text.withContiguousStorageIfAvailable { appendEscaped($0.span) }
        if isContiguous == nil {
            let copied = Array(text)
            appendEscaped(copied.span)
        }
    }

    private mutating func open(_ byte: UInt8) {
        separate()
        bytes.append(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(JSONByte.comma) }
        needsComma = true
    }

    private mutating func appendEscaped(_ text: Span<UInt8>) {
        var index = 0
        while true {
            let end = text.endOfPlainText(from: index)
            bytes.append(text, index..<end)
            if end == text.count { return }
            appendEscape(of: text[end])
            index = end + 1
        }
    }

    private mutating func appendEscape(of byte: UInt8) {
        bytes.append(JSONByte.backslash)
        switch byte {
        case JSONByte.quote, JSONByte.backslash: bytes.append(byte)
        case JSONByte.lineFeed: bytes.append(UInt8(ascii: "n"))
        case JSONByte.carriageReturn: bytes.append(UInt8(ascii: "r"))
        case JSONByte.tab: bytes.append(UInt8(ascii: "t"))
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            for digit in [byte >> 4, byte & 15] { bytes.append(digit + (digit < 10 ? JSONByte.zero : 0x57)) }
        }
    }
}
