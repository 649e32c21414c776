/// The field names this engine or its router has an opinion about; everything else is `other` and only passed on.
///
/// Classified once, while the head is read, so that nobody compares names again.
package enum FieldKind: UInt8, Sendable {
    case other
    /// Any Access-Control-…: between a server and the browser of a page from elsewhere.
    case accessControl
    case authorization
    case connection
    case contentEncoding
    case contentLength
    case contentType
    case date
    case expect
    /// Any X-Herd-…: what a router of ours says of a request or an answer.
    case herd
    /// X-Herd-Key, between a router and a relay: it goes no further.
    case herdKey
    case host
    case http2Settings
    case keepAlive
    /// Where the page is from on behalf of which a browser asks.
    case origin
    /// Any Proxy-…: Proxy-Connection, Proxy-Authorization, Proxy-Authenticate.
    case proxy
    /// X-Request-Id.
    case requestID
    case retryAfter
    case server
    case te
    case trailer
    case transferEncoding
    case upgrade
    case via

    /// These describe one connection and are never forwarded, whether or not `Connection` names them.
    package var isHopByHop: Bool {
        switch self {
        case .connection, .http2Settings, .keepAlive, .proxy, .te, .trailer, .transferEncoding, .upgrade: true
        default: false
        }
    }

    /// A `Connection` field that names one of these is refused: removing them on the way would let a sender change how
    /// the next hop frames, routes or authorises the message it sees.
    var isProtected: Bool {
        switch self {
        case .authorization, .contentEncoding, .contentLength, .contentType, .expect, .host: true
        default: false
        }
    }

    init(_ name: HeadSlice, in bytes: Span<UInt8>) {
        self =
            switch name.count {
            case 2 where bytes.matches("te", at: name): .te
            case 3 where bytes.matches("via", at: name): .via
            case 4 where bytes.matches("host", at: name): .host
            case 4 where bytes.matches("date", at: name): .date
            case 6 where bytes.matches("expect", at: name): .expect
            case 6 where bytes.matches("origin", at: name): .origin
            case 6 where bytes.matches("server", at: name): .server
            case 7 where bytes.matches("upgrade", at: name): .upgrade
            case 7 where bytes.matches("trailer", at: name): .trailer
            case 10 where bytes.matches("connection", at: name): .connection
            case 10 where bytes.matches("keep-alive", at: name): .keepAlive
            case 10 where bytes.matches("x-herd-key", at: name): .herdKey
            case 11 where bytes.matches("retry-after", at: name): .retryAfter
            case 12 where bytes.matches("content-type", at: name): .contentType
            case 12 where bytes.matches("x-request-id", at: name): .requestID
            case 13 where bytes.matches("authorization", at: name): .authorization
            case 14 where bytes.matches("content-length", at: name): .contentLength
            case 14 where bytes.matches("http2-settings", at: name): .http2Settings
            case 16 where bytes.matches("content-encoding", at: name): .contentEncoding
            case 17 where bytes.matches("transfer-encoding", at: name): .transferEncoding
            case 6... where bytes.hasPrefix("proxy-", at: name): .proxy
            case 15... where bytes.hasPrefix("access-control-", at: name): .accessControl
            case 7... where bytes.hasPrefix("x-herd-", at: name): .herd
            default: .other
            }
    }
}
