import HTTPEngine

/// What a client is told when its request could not be answered. Never says where a backend is: that is in the log.
struct Failure {
    var status: UInt16
    var text: String
    var retryAfter: Int?

    init(_ status: UInt16, _ text: String, retryAfter: Int? = nil) {
        self.status = status
        self.text = text
        self.retryAfter = retryAfter
    }

    init(_ fault: BodyFault) {
        self.init(fault.status, fault.explanation, retryAfter: fault == .noMemory ? 1 : nil)
    }

    init(_ fault: UpstreamFault) {
        switch fault {
        case .clientLeft:
            self.init(499, "The client left")
        case .tooManyConnections:
            self.init(503, "The backend has as many connections as it may (backend-connections-max)", retryAfter: 1)
        case .unreachable:
            self.init(502, "The backend cannot be reached. Is the inference server running?", retryAfter: 5)
        case .connectTimeout:
            self.init(504, "The backend did not accept a connection in time (connect-timeout)", retryAfter: 5)
        case .closed, .cut:
            self.init(502, "The backend closed the connection without an answer")
        case .firstByteTimeout:
            self.init(504, "The backend did not begin to answer in time (first-byte-timeout)")
        case .firstTokenTimeout:
            self.init(504, "The backend sent no token in time (first-byte-timeout)")
        case .stalled:
            self.init(504, "The backend stopped reading the request (write-timeout)")
        case .malformed:
            self.init(502, "The backend's answer is not valid HTTP")
        }
    }

    /// A backend's own refusal; where its body was too long to keep, in our words.
    init(_ held: HeldAnswer) {
        self.init(held.status, "The backend refused the request with status \(held.status)")
    }

    /// Sends it in the form that clients of this path expect.
    func send(to exchange: Exchange) async {
        var fields: [AnswerField] = []
        if let retryAfter { fields.append(AnswerField("Retry-After", String(retryAfter))) }
        await exchange.respond(status, "application/json", body(for: exchange.request), fields: fields)
    }

    private func body(for request: RequestHead) -> [UInt8] {
        let path = request.text(request.path)
        let json =
            if path.hasPrefix("/api/") {
                "{\"error\":\"\(text)\"}"
            } else if path.hasPrefix("/v1/messages") {
                "{\"type\":\"error\",\"error\":{\"type\":\"\(anthropicType)\",\"message\":\"\(text)\"}}"
            } else {
                "{\"error\":{\"message\":\"\(text)\",\"type\":\"\(openAIType)\",\"param\":null,\"code\":null}}"
            }
        return Array((json + "\n").utf8)
    }

    private var openAIType: String {
        switch status {
        case 404: "not_found_error"
        case 400..<500: "invalid_request_error"
        default: "api_error"
        }
    }

    private var anthropicType: String {
        switch status {
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 400..<500: "invalid_request_error"
        case 503: "overloaded_error"
        case 504: "timeout_error"
        default: "api_error"
        }
    }
}
