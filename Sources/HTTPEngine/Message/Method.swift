/// What a request wants done. Methods are case-sensitive: `get` is not GET but an unknown token, hence `other`.
package enum Method: UInt8, Sendable {
    case get
    case head
    case post
    case put
    case delete
    case patch
    case options
    case connect
    case trace
    case other

    init(_ slice: HeadSlice, in bytes: Span<UInt8>) {
        self =
            switch slice.count {
            case 3 where bytes.equals("GET", at: slice): .get
            case 3 where bytes.equals("PUT", at: slice): .put
            case 4 where bytes.equals("POST", at: slice): .post
            case 4 where bytes.equals("HEAD", at: slice): .head
            case 5 where bytes.equals("PATCH", at: slice): .patch
            case 5 where bytes.equals("TRACE", at: slice): .trace
            case 6 where bytes.equals("DELETE", at: slice): .delete
            case 7 where bytes.equals("OPTIONS", at: slice): .options
            case 7 where bytes.equals("CONNECT", at: slice): .connect
            default: .other
            }
    }
}
