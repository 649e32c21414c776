/// A failure in words, as each dialect's own service would say it: a body before an answer has begun, a frame after.
///
/// Clients choose by status first and by type second, so the types are those the real services use for the status.
package struct DialectError: Error, Equatable, Sendable {
    package var status: UInt16
    package var text: String
    /// The field of the request that is to blame.
    package var field: String?
    /// Anthropic's clients look for it in the body.
    package var requestID: String?

    package init(_ status: UInt16, _ text: String, requestID: String? = nil) {
        self.status = status
        self.text = text
        self.requestID = requestID
    }

    package init(_ refusal: RequestRefusal) {
        self.init(refusal.status, refusal.text)
    }

    /// A request cannot be carried out as it is.
    ///
    /// - Parameter text: goes on after the field's name.
    init(field: String, _ text: String) {
        self.init(400, "\"\(field)\" \(text)")
        self.field = field
    }

    /// The whole answer, `application/json`.
    package func body(in dialect: Dialect) -> [UInt8] {
        var writer = JSONWriter()
        switch dialect {
        case .ollama: writer.object { write(text, "error", to: &$0) }
        case .openAI: writeOpenAI(to: &writer)
        case .anthropic: writeAnthropic(to: &writer)
        }
        return writer.bytes + [JSONByte.lineFeed]
    }

    /// The end of a stream that has begun. It takes the place of the proper end: neither `done` nor `[DONE]` follows.
    ///
    /// - Parameter isBetweenFrames: false when the backend was cut off inside of a frame, which then ends here.
    package func frame(for call: InferenceCall, isBetweenFrames: Bool = true) -> [UInt8] {
        let end = Array((call.dialect == .ollama ? "\n" : "\n\n").utf8)
        let start = isBetweenFrames ? [] : end
        switch (call.dialect, call.kind) {
        case (.ollama, _): return start + body(in: .ollama)
        case (.openAI, .responses): return start + event(responsesBody) + end
        case (.openAI, _): return start + Array("data: ".utf8) + body(in: .openAI).dropLast() + end
        case (.anthropic, _): return start + event(body(in: .anthropic).dropLast()) + end
        }
    }

    private func event(_ data: some Collection<UInt8>) -> [UInt8] {
        Array("event: error\ndata: ".utf8) + data
    }

    // MARK: Forms

    private func writeOpenAI(to writer: inout JSONWriter) {
        writer.object {
            $0.key("error")
            $0.object {
                write(text, "message", to: &$0)
                write(openAIType, "type", to: &$0)
                write(field, "param", to: &$0)
                write(openAICode, "code", to: &$0)
            }
        }
    }

    private func writeAnthropic(to writer: inout JSONWriter) {
        writer.object {
            write("error", "type", to: &$0)
            $0.key("error")
            $0.object {
                write(anthropicType, "type", to: &$0)
                write(text, "message", to: &$0)
            }
            if let requestID { write(requestID, "request_id", to: &$0) }
        }
    }

    /// Streams of responses have an event of their own for it.
    private var responsesBody: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            write("error", "type", to: &$0)
            write(openAICode ?? openAIType, "code", to: &$0)
            write(text, "message", to: &$0)
            write(nil, "param", to: &$0)
        }
        return writer.bytes
    }

    private func write(_ text: String?, _ key: StaticString, to writer: inout JSONWriter) {
        writer.key(key)
        if let text { writer.string(text) } else { writer.null() }
    }
}

// MARK: Names for a status

extension DialectError {
    private var openAIType: String {
        switch status {
        case 403: "permission_error"
        case 429: "rate_limit_error"
        case 408, 504: "timeout_error"
        case 400..<500: "invalid_request_error"
        default: "server_error"
        }
    }

    private var openAICode: String? {
        switch status {
        case 401: "invalid_api_key"
        case 404: "model_not_found"
        case 429: "rate_limit_exceeded"
        default: nil
        }
    }

    private var anthropicType: String {
        switch status {
        case 401: "authentication_error"
        case 402: "billing_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 408, 504: "timeout_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 400..<500: "invalid_request_error"
        case 503, 529: "overloaded_error"
        default: "api_error"
        }
    }
}
