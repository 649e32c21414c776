/// What the fields of a request say: framing and connection as in any message, and besides the host it is meant for and
/// whether the client waits for "100 Continue".
struct RequestFields: FieldReader, Sendable {
    private(set) var framing: FramingFields
    private(set) var host: HeadSlice?
    private(set) var isExpecting = false

    init(version: HTTPVersion) {
        framing = FramingFields(version: version)
    }

    @inline(__always)
    mutating func read(_ field: inout HeadField, in bytes: Span<UInt8>) throws(HeadFault) {
        switch field.kind {
        case .host:
            if host != nil { throw .repeatedHost }
            guard bytes.isAuthority(field.value) else { throw .invalidHost }
            host = field.value
        case .expect:
            guard bytes.matches("100-continue", at: field.value) else { throw .unknownExpectation }
            isExpecting = true
        default:
            try framing.read(&field, in: bytes)
        }
    }
}
