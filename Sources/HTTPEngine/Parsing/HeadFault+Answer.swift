extension HeadFault {
    /// What to answer a client. (The same fault in a backend's answer is a 502, whatever this says.)
    package var status: UInt16 {
        switch self {
        case .targetTooLong: 414
        case .unknownExpectation: 417
        case .headTooLarge, .tooManyFields, .tooManyConnectionOptions: 431
        case .methodTooLong: 501
        case .versionNotSupported: 505
        default: 400
        }
    }

    /// One sentence for the sender. It never repeats what was sent.
    package var explanation: String {
        switch self {
        case .tlsHandshake: "This port speaks plain HTTP, but a TLS handshake arrived: use http:// instead of https://."
        case .http2Preface:
            "This port speaks HTTP/1.1, but an HTTP/2 connection preface arrived: turn off HTTP/2 prior knowledge."
        case .http09: "The request line has no version: HTTP/0.9 is not spoken here."
        case .malformedRequestLine: "The request line must be method, target and version with one space between them."
        case .invalidMethod: "The method holds a byte that no method may hold."
        case .methodTooLong: "The method is longer than any that exists."
        case .invalidTarget:
            "The request target must be a path that starts with / or an absolute http URL, in printable ASCII."
        case .targetTooLong: "The request target is too long."
        case .fragmentInTarget: "The request target holds a #: fragments are not sent to servers."
        case .asteriskNotForMethod: "The request target * is for OPTIONS only."
        case .authorityNotForMethod: "A request target of only host and port is for CONNECT only."
        case .connectWithoutAuthority: "CONNECT needs a request target of host and port."
        case .malformedVersion: "The version must be written HTTP/1.1 or HTTP/1.0, in capitals."
        case .versionNotSupported: "This version of HTTP is not spoken here: use HTTP/1.1."
        case .malformedStatusLine:
            "The status line must be version, three digits and a reason with one space between them."
        case .invalidStatus: "The status must lie between 100 and 599."
        case .bareLineFeed: "A line ends with LF alone: lines must end with CR LF."
        case .bareCarriageReturn: "A CR is not followed by LF."
        case .controlByte: "The head holds a control byte."
        case .tooManyEmptyLines: "Too many empty lines came before the request."
        case .obsoleteFold: "A field line starts with white space: folded lines are not accepted."
        case .emptyFieldName: "A field line has no name before its colon."
        case .invalidFieldName: "A field name holds a byte that no name may hold."
        case .spaceBeforeColon: "White space in a field name or before its colon is not accepted."
        case .missingColon: "A field line has no colon."
        case .headTooLarge: "The head is too large."
        case .tooManyFields: "The head has too many fields."
        case .tooManyConnectionOptions: "Connection names too many fields."
        case .malformedConnection: "Connection must be a list of names."
        case .protectedFieldInConnection: "Connection names a field on which framing, routing or authorization depends."
        case .invalidContentLength: "Content-Length must be digits and nothing else."
        case .contentLengthTooLarge: "Content-Length is larger than any body can be."
        case .repeatedContentLength: "Content-Length was sent more than once."
        case .lengthWithTransferEncoding: "Content-Length and Transfer-Encoding exclude each other."
        case .malformedTransferEncoding: "Transfer-Encoding must be a transfer coding without parameters."
        case .unknownTransferCoding: "The only transfer coding understood here is chunked."
        case .chunkedNotOnceAndLast: "The transfer coding chunked must be applied once and last."
        case .transferEncodingInHTTP10: "HTTP/1.0 has no Transfer-Encoding."
        case .bodyNotAllowed: "This status does not allow a body, but a length for one was sent."
        case .missingHost: "HTTP/1.1 requires a Host field."
        case .repeatedHost: "Host was sent more than once."
        case .invalidHost: "Host must be a name or address with an optional port."
        case .unknownExpectation: "The only expectation understood here is 100-continue."
        }
    }
}
