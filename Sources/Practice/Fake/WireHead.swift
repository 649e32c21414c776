/// The head of an answer, right or wrong.
struct WireHead {
    private(set) var bytes: [UInt8] = []

    static func interim(_ status: UInt16) -> [UInt8] {
        switch status {
        case 100: Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
        case 101: Array("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: practice\r\n\r\n".utf8)
        case 103: Array("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n".utf8)
        default: Array("HTTP/1.1 \(status) Interim\r\n\r\n".utf8)
        }
    }

    /// - Parameter closes: the head says that the connection ends with this answer.
    init(_ reply: PracticeReply, _ fault: Misbehaviour, _ body: WireBody, closes: Bool) {
        if fault.head == .foreign {
            bytes = Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)
            return
        }
        var lines = [Self.statusLine(reply.status, fault), "Content-Type: \(reply.contentType)"]
        lines += reply.fields.map { "\($0.name): \($0.value)" }
        if let retryAfter = fault.retryAfter { lines.append("Retry-After: \(retryAfter)") }
        lines += body.headLines
        if closes && !fault.isHTTP10 { lines.append("Connection: close") }
        if fault.headBytes > 0 { lines.append("X-Filler: " + String(repeating: "x", count: fault.headBytes)) }
        lines += (0..<fault.headFields).map { "X-Field-\($0): \($0)" }
        lines += Self.wrongLines(fault.head)
        let lineEnd = fault.head == .lineFeed ? "\n" : "\r\n"
        bytes = Array((lines.joined(separator: lineEnd) + lineEnd + lineEnd).utf8)
    }

    private static func statusLine(_ status: UInt16, _ fault: Misbehaviour) -> String {
        let code = fault.head == .status ? "2x0" : String(status)
        let version = fault.head == .version ? "HTTP/9.9" : fault.isHTTP10 ? "HTTP/1.0" : "HTTP/1.1"
        return "\(version) \(code) \(phrase(status))"
    }

    private static func wrongLines(_ fault: Misbehaviour.HeadFault?) -> [String] {
        switch fault {
        case .fold: ["X-Folded: one", " two"]
        case .nul: ["X-Nul: a\0b"]
        case .space: ["X-Space : a"]
        default: []
        }
    }

    private static func phrase(_ status: UInt16) -> String {
        switch status {
        case 200: "OK"
        case 400: "Bad Request"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 413: "Content Too Large"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        default: "Practice"
        }
    }
}
