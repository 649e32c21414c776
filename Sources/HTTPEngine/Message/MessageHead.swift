/// What request heads, response heads and trailers have in common: bytes as they came, and the fields found in them.
///
/// `bytes.span.extracting(slice.range)` reads a slice without copying it.
package protocol MessageHead: Sendable {
    var bytes: [UInt8] { get }
    var fields: [HeadField] { get }
}

extension MessageHead {
    /// The value of the first field of this kind.
    package func value(_ kind: FieldKind) -> HeadSlice? {
        for field in fields where field.kind == kind { return field.value }
        return nil
    }

    /// The value of the first field of this name, in any case.
    package func value(named name: String) -> HeadSlice? {
        for field in fields where bytes.span.spells(name, at: field.name) { return field.value }
        return nil
    }

    /// The slice as text; bytes that are no UTF-8 become replacement characters.
    package func text(_ slice: HeadSlice) -> String {
        String(decoding: bytes[slice.range], as: UTF8.self)
    }

    package func equals(_ slice: HeadSlice, _ literal: StaticString) -> Bool {
        bytes.span.equals(literal, at: slice)
    }

    /// As `equals`, but in any case; the literal is lower case.
    package func matches(_ slice: HeadSlice, _ literal: StaticString) -> Bool {
        bytes.span.matches(literal, at: slice)
    }

    package func withBytes<Result, Failure: Error>(
        of slice: HeadSlice,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes.span.extracting(slice.range))
    }
}
