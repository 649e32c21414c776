import Testing

@testable import Dialects

@Suite struct DialectErrorTests {
    private static let statuses: [UInt16] = [
        400, 401, 402, 403, 404, 405, 408, 413, 422, 429, 499, 500, 501, 502, 503, 504, 508, 529,
    ]

    private func body(_ status: UInt16, _ dialect: Dialect) throws -> JSONValue {
        try JSONValue(parsing: DialectError(status, "no").body(in: dialect))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    // MARK: Bodies

    @Test func `each dialect has its form`() {
        let error = DialectError(404, "model 'x' not found", requestID: "req_1")
        #expect(text(error.body(in: .ollama)) == #"{"error":"model 'x' not found"}"# + "\n")
        #expect(
            text(error.body(in: .openAI))
                == #"{"error":{"message":"model 'x' not found","type":"invalid_request_error","param":null,"#
                + #""code":"model_not_found"}}"# + "\n"
        )
        #expect(
            text(error.body(in: .anthropic))
                == #"{"type":"error","error":{"type":"not_found_error","message":"model 'x' not found"},"#
                + #""request_id":"req_1"}"# + "\n"
        )
        #expect(!text(DialectError(404, "x").body(in: .anthropic)).contains("request_id"))
    }

    @Test(
        arguments: [
            (400, "invalid_request_error", nil), (401, "invalid_request_error", "invalid_api_key"),
            (403, "permission_error", nil), (404, "invalid_request_error", "model_not_found"),
            (408, "timeout_error", nil), (413, "invalid_request_error", nil),
            (429, "rate_limit_error", "rate_limit_exceeded"), (500, "server_error", nil), (502, "server_error", nil),
            (503, "server_error", nil), (504, "timeout_error", nil),
        ] as [(UInt16, String, String?)]
    )
    func `a status has its type for OpenAI's clients`(status: UInt16, type: String, code: String?) throws {
        let error = try body(status, .openAI)["error"]
        #expect(error?["type"] == .string(type))
        #expect(error?["code"] == code.map(JSONValue.string) ?? .null)
        #expect(error?["param"] == .null)
    }

    @Test(
        arguments: [
            (400, "invalid_request_error"), (401, "authentication_error"), (402, "billing_error"),
            (403, "permission_error"), (404, "not_found_error"), (405, "invalid_request_error"), (408, "timeout_error"),
            (413, "request_too_large"), (429, "rate_limit_error"), (500, "api_error"), (502, "api_error"),
            (503, "overloaded_error"), (504, "timeout_error"), (529, "overloaded_error"),
        ] as [(UInt16, String)]
    )
    func `a status has its type for Anthropic's clients`(status: UInt16, type: String) throws {
        let error = try body(status, .anthropic)
        #expect(error["type"] == "error")
        #expect(error["error"]?["type"] == .string(type))
    }

    @Test(arguments: Dialect.allCases)
    func `any text is written so that it can be read`(dialect: Dialect) throws {
        let message = "\"quoted\" \\ \n\u{1} é 🦙 data: [DONE]"
        for status in Self.statuses {
            let value = try JSONValue(parsing: DialectError(status, message).body(in: dialect))
            let found = dialect == .ollama ? value["error"] : value["error"]?["message"]
            #expect(found == .string(message))
        }
    }

    @Test func `a refusal keeps its status and text`() {
        #expect(DialectError(RequestRefusal.modelMissing).status == 400)
        #expect(DialectError(RequestRefusal.modelMissing).text == RequestRefusal.modelMissing.text)
    }

    // MARK: Frames

    @Test func `a stream is ended in its own form`() {
        let error = DialectError(502, "cut")
        func frame(_ dialect: Dialect, _ kind: InferenceCall.Kind) -> String {
            text(error.frame(for: InferenceCall(dialect, kind)))
        }
        #expect(frame(.ollama, .chat) == #"{"error":"cut"}"# + "\n")
        #expect(
            frame(.openAI, .chat)
                == #"data: {"error":{"message":"cut","type":"server_error","param":null,"code":null}}"# + "\n\n"
        )
        #expect(
            frame(.openAI, .responses)
                == "event: error\n"
                + #"data: {"type":"error","code":"server_error","message":"cut","param":null}"# + "\n\n"
        )
        #expect(
            frame(.anthropic, .messages)
                == "event: error\n" + #"data: {"type":"error","error":{"type":"api_error","message":"cut"}}"# + "\n\n"
        )
    }

    @Test(arguments: AnswerExample.all.filter { $0.form != .whole })
    func `wherever a stream is cut, the error behind it is seen and nothing is an end`(example: AnswerExample) {
        let kind: InferenceCall.Kind = example.text.contains("response.") ? .responses : .chat
        let call = InferenceCall(example.dialect, kind)
        let bytes = Array(example.text.utf8)
        let end = bytes.lastIndex { !$0.isJSONSpace }!
        for count in 0..<end {
            var watcher = AnswerWatcher(example.dialect, example.form)
            let beginning = Array(bytes[..<count])
            watcher.read(beginning.span)
            let frame = DialectError(502, "cut\n").frame(for: call, isBetweenFrames: watcher.isBetweenFrames)
            watcher.read(frame.span)
            #expect(watcher.hasError && !watcher.isComplete && watcher.isBetweenFrames, "after \(count) bytes")
        }
    }
}
