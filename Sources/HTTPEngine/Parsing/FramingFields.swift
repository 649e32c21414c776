/// What the fields of a head say about its body and its connection, gathered field by field.
///
/// Every doubt is a fault, because the next hop might resolve it differently and then see two messages where we saw one.
struct FramingFields: FieldReader, Sendable {
    private let version: HTTPVersion
    private(set) var contentLength: UInt64?
    private var hasTransferEncoding = false
    private var hasClose = false
    private var hasKeepAlive = false
    private var options = 0

    /// `Connection` names a field that is not hop-by-hop by itself.
    private(set) var nominatesFields = false

    var isChunked: Bool { hasTransferEncoding }

    var keepAlive: Bool { !hasClose && (version == .http11 || hasKeepAlive) }

    init(version: HTTPVersion) {
        self.version = version
    }

    @inline(__always)
    mutating func read(_ field: inout HeadField, in bytes: Span<UInt8>) throws(HeadFault) {
        switch field.kind {
        case .connection: try readConnection(field.value, in: bytes)
        case .contentLength: try readContentLength(field.value, in: bytes)
        case .transferEncoding: try readTransferEncoding(field.value, in: bytes)
        default: break
        }
    }

    private mutating func readContentLength(_ value: HeadSlice, in bytes: Span<UInt8>) throws(HeadFault) {
        if hasTransferEncoding { throw .lengthWithTransferEncoding }
        if contentLength != nil { throw .repeatedContentLength }
        if value.isEmpty { throw .invalidContentLength }
        // Signed, so that nobody behind us can be made to overflow.
        var length: Int64 = 0
        for index in value.range {
            let digit = bytes[index] &- Byte.zero
            guard digit < 10 else { throw .invalidContentLength }
            let (tens, isBeyond) = length.multipliedReportingOverflow(by: 10)
            let (sum, isStillBeyond) = tens.addingReportingOverflow(Int64(digit))
            if isBeyond || isStillBeyond { throw .contentLengthTooLarge }
            length = sum
        }
        contentLength = UInt64(length)
    }

    private mutating func readTransferEncoding(_ value: HeadSlice, in bytes: Span<UInt8>) throws(HeadFault) {
        if version == .http10 { throw .transferEncodingInHTTP10 }
        if contentLength != nil { throw .lengthWithTransferEncoding }
        var elements = ListElements(value)
        while let coding = elements.next(in: bytes) {
            guard bytes.isToken(coding) else { throw .malformedTransferEncoding }
            if hasTransferEncoding { throw .chunkedNotOnceAndLast }
            guard bytes.matches("chunked", at: coding) else { throw .unknownTransferCoding }
            hasTransferEncoding = true
        }
    }

    private mutating func readConnection(_ value: HeadSlice, in bytes: Span<UInt8>) throws(HeadFault) {
        // Nearly all there is, so it need not be taken apart.
        if options == 0, bytes.matches("keep-alive", at: value) {
            hasKeepAlive = true
            options = 1
            return
        }
        var elements = ListElements(value)
        while let option = elements.next(in: bytes) {
            if option.isEmpty { continue }
            options += 1
            if options > HeadLimits.connectionOptionsMax { throw .tooManyConnectionOptions }
            guard bytes.isToken(option) else { throw .malformedConnection }
            if bytes.matches("close", at: option) {
                hasClose = true
            } else if bytes.matches("keep-alive", at: option) {
                hasKeepAlive = true
            } else {
                let kind = FieldKind(option, in: bytes)
                if kind.isProtected { throw .protectedFieldInConnection }
                if !kind.isHopByHop { nominatesFields = true }
            }
        }
    }

    /// Marks the fields that `Connection` names. Called once all fields are known, for it may come last.
    func markNominated(_ fields: inout [HeadField], in bytes: Span<UInt8>) {
        for connection in fields where connection.kind == .connection {
            var elements = ListElements(connection.value)
            while let option = elements.next(in: bytes) {
                for index in fields.indices where bytes.sameName(option, fields[index].name) {
                    fields[index].isHopByHop = true
                }
            }
        }
    }
}
