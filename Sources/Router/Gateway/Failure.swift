import Dialects
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

    /// Nobody has said where an inference server is.
    static var nobodyKnown: Failure {
        Failure(
            503,
            "The router knows no inference server yet: start herd-node where one runs, or name one with herd nodes add URL",
            retryAfter: 5
        )
    }

    /// Of a response that a server may have kept: which one, nobody has noted.
    static var keptResponse: Failure {
        Failure(
            400,
            "The router keeps no responses and no state of conversations: send the whole conversation as \"input\" to "
                + "POST /v1/responses"
        )
    }

    /// Of a body that has to be read here and is packed; nil for one that is not.
    init?(compressed exchange: Exchange) {
        let head = exchange.request
        guard let encoding = head.value(.contentEncoding), !head.matches(encoding, "identity") else { return nil }
        self.init(
            415,
            "The request body is compressed (\(head.text(encoding).prefix(40))): send it as it is, without Content-Encoding"
        )
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
            self.init(504, "The backend sent no token in time (first-token-timeout)")
        case .stalled:
            self.init(504, "The backend stopped reading the request (write-timeout)")
        case .malformed:
            self.init(502, "The backend's answer is not valid HTTP")
        case .incomplete:
            self.init(502, "The backend's answer ended before it was complete")
        case .reported:
            self.init(502, "The backend broke off its answer with an error")
        }
    }

    /// What broke off an answer that had begun.
    init(tearing fault: UpstreamFault) {
        self.init(fault)
        switch fault {
        case .cut, .closed: text = "The answer was cut off: the backend closed the connection in the middle of it"
        case .stalled:
            text = "The answer was cut off: the backend fell silent in the middle of it (between-bytes-timeout)"
        case .malformed: text = "The answer was cut off: what the backend sent is not valid HTTP"
        case .incomplete: text = "The answer was cut off: the backend ended it before it was complete"
        default: text = "The answer was cut off. " + text
        }
    }

    /// A backend's own refusal; where its body was too long to keep, or is not for the client, in our words.
    init(_ held: HeldAnswer) {
        if held.isOfOurKey {
            self.init(502, "The backend refuses the router's key. Its operator sets it (key-file)")
            return
        }
        self.init(held.status, "The backend refused the request with status \(held.status)")
    }

    /// Sends it in the form that clients of this path expect, if not in another.
    func send(to exchange: Exchange, in dialect: Dialect? = nil, fields: [AnswerField] = []) async {
        if exchange.isKeptOpen {
            DialectError(status, text, requestID: exchange.id.description).tear(exchange)
            return
        }
        var fields = fields
        if let retryAfter { fields.append(AnswerField("Retry-After", String(retryAfter))) }
        let request = exchange.request
        let dialect = dialect ?? Dialect(path: request.bytes.span.extracting(request.path.range))
        let error = DialectError(status, text, requestID: exchange.id.description)
        await exchange.respond(status, "application/json", error.body(in: dialect), fields: fields)
    }
}

extension DialectError {
    /// Ends a stream that holds nothing but signs of life: there can be no status any more.
    func tear(_ exchange: Exchange) {
        if let call = exchange.inferenceCall { exchange.addLastWords(frame(for: call).span) }
        exchange.tear()
    }
}
