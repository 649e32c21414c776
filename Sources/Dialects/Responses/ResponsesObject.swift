import Fleet

/// The response itself: what a whole answer is, and what a stream's first and last events carry.
struct ResponsesObject: Sendable {
    enum State {
        case inProgress
        case ended(ChatFinish, at: Seconds)
        case failed(DialectError)
    }

    let stamp: AnswerStamp
    let echo: ResponsesEcho

    /// - Parameter output: the items, as JSON.
    func write(_ state: State, _ output: [[UInt8]], _ usage: AnswerUsage?, to writer: inout JSONWriter) {
        writer.openObject()
        writer.member("id", "resp_" + stamp.id)
        writer.member("object", "response")
        writer.member("created_at", seconds(after: .zero))
        writer.member("status", state.word)
        writer.key("completed_at")
        if case .ended(_, let elapsed) = state, state.word == "completed" {
            writer.integer(seconds(after: elapsed))
        } else {
            writer.null()
        }
        write(state, to: &writer)
        writer.member("model", stamp.model)
        writer.key("output")
        writer.array { writer in
            for item in output { writer.raw(item.span) }
        }
        writer.raw(echo.members.span)
        writer.key("usage")
        if let usage { Self.write(usage, to: &writer) } else { writer.null() }
        writer.closeObject()
    }

    /// What went wrong, and what is missing.
    private func write(_ state: State, to writer: inout JSONWriter) {
        writer.key("error")
        if case .failed(let error) = state {
            writer.object {
                $0.member("code", Self.code(error.status))
                $0.member("message", error.text)
            }
        } else {
            writer.null()
        }
        writer.key("incomplete_details")
        if case .ended(let reason, _) = state, let cause = reason.incompleteness {
            writer.object { $0.member("reason", cause) }
        } else {
            writer.null()
        }
    }

    private static func write(_ usage: AnswerUsage, to writer: inout JSONWriter) {
        let (prompt, output) = (usage.promptTokens ?? 0, usage.outputTokens ?? 0)
        writer.object {
            $0.member("input_tokens", prompt)
            $0.key("input_tokens_details")
            $0.object { $0.member("cached_tokens", usage.cachedTokens ?? 0) }
            $0.member("output_tokens", output)
            $0.key("output_tokens_details")
            $0.object { $0.member("reasoning_tokens", usage.reasoningTokens ?? 0) }
            $0.member("total_tokens", prompt + output)
        }
    }

    private func seconds(after elapsed: Seconds) -> Int {
        Int((stamp.created + Int64(max(0, min(elapsed.value, 1e8)) * 1e9)) / 1_000_000_000)
    }

    /// Of the few that clients know.
    private static func code(_ status: UInt16) -> String {
        switch status {
        case 429: "rate_limit_exceeded"
        case 400..<500: "invalid_prompt"
        default: "server_error"
        }
    }
}

extension ResponsesObject.State {
    var word: String {
        switch self {
        case .inProgress: "in_progress"
        case .ended(let reason, _): reason.incompleteness == nil ? "completed" : "incomplete"
        case .failed: "failed"
        }
    }
}

extension ChatFinish {
    /// Why a response is not whole; nil when it is.
    var incompleteness: String? {
        switch self {
        case .length: "max_output_tokens"
        case .refusal: "content_filter"
        case .stop, .stopSequence, .toolCalls: nil
        }
    }
}
