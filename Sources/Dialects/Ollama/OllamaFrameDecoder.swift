import Fleet

/// What one line of Ollama's answer says. A whole answer is one such line.
struct OllamaFrameDecoder: Sendable {
    private static let callsMax = 4096

    /// The end has come, or a failure in its place.
    private(set) var isOver = false
    private let stamp: AnswerStamp
    private var calls = 0

    /// What stands in a line, in whatever order.
    private struct Frame {
        var text: String?
        var thinking: String?
        var calls: JSONCursor?
        var logprobs: String?
        var reason: String?
        var isLast = false
        var hasError = false
        var usage = AnswerUsage()
    }

    init(_ stamp: AnswerStamp) {
        self.stamp = stamp
    }

    mutating func fail(_ error: DialectError, into events: inout [ChatEvent]) {
        isOver = true
        events.append(.failure(error))
    }

    mutating func decode(_ bytes: Span<UInt8>, into events: inout [ChatEvent]) {
        guard var cursor = JSONCursor(objectIn: bytes) else { return fail(.unreadable, into: &events) }
        var frame = Frame()
        cursor.enter()
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("message", in: bytes) {
                Self.decodeMessage(&cursor, bytes, into: &frame)
            } else {
                Self.decodeMember(key, &cursor, bytes, into: &frame)
            }
        }
        if frame.hasError { return fail(BackendFailure.error(in: bytes), into: &events) }
        report(frame, bytes, &events)
    }

    // MARK: Members

    private static func decodeMessage(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, into frame: inout Frame) {
        guard cursor.enter(.object, in: bytes) else { return }
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("content", in: bytes) {
                frame.text = cursor.text(in: bytes)
            } else if key.equals("thinking", in: bytes) {
                frame.thinking = cursor.text(in: bytes)
            } else if key.equals("tool_calls", in: bytes) {
                frame.calls = cursor
                cursor.skip(in: bytes)
            } else {
                cursor.skip(in: bytes)
            }
        }
    }

    private static func decodeMember(
        _ key: JSONKey,
        _ cursor: inout JSONCursor,
        _ bytes: Span<UInt8>,
        into frame: inout Frame
    ) {
        if key.equals("response", in: bytes) {
            frame.text = cursor.text(in: bytes)
        } else if key.equals("thinking", in: bytes) {
            frame.thinking = cursor.text(in: bytes)
        } else if key.equals("tool_calls", in: bytes) {
            frame.calls = cursor
            cursor.skip(in: bytes)
        } else if key.equals("logprobs", in: bytes) {
            frame.logprobs = cursor.elements(in: bytes)
        } else if key.equals("done", in: bytes) {
            frame.isLast = cursor.kind(in: bytes) == .true
            cursor.skip(in: bytes)
        } else if key.equals("done_reason", in: bytes) {
            frame.reason = cursor.text(in: bytes)
        } else if key.equals("error", in: bytes) {
            frame.hasError = cursor.kind(in: bytes) != .null
            cursor.skip(in: bytes)
        } else {
            decodeUsage(key, &cursor, bytes, into: &frame.usage)
        }
    }

    private static func decodeUsage(
        _ key: JSONKey,
        _ cursor: inout JSONCursor,
        _ bytes: Span<UInt8>,
        into usage: inout AnswerUsage
    ) {
        if key.equals("prompt_eval_count", in: bytes) {
            usage.promptTokens = cursor.count(in: bytes)
        } else if key.equals("eval_count", in: bytes) {
            usage.outputTokens = cursor.count(in: bytes)
        } else if key.equals("total_duration", in: bytes) {
            usage.totalTime = cursor.count(in: bytes).map { Seconds(Double($0) / 1e9) }
        } else if key.equals("load_duration", in: bytes) {
            usage.loadTime = cursor.count(in: bytes).map { Seconds(Double($0) / 1e9) }
        } else if key.equals("prompt_eval_duration", in: bytes) {
            usage.prefillTime = cursor.count(in: bytes).map { Seconds(Double($0) / 1e9) }
        } else if key.equals("eval_duration", in: bytes) {
            usage.decodeTime = cursor.count(in: bytes).map { Seconds(Double($0) / 1e9) }
        } else {
            cursor.skip(in: bytes)
        }
    }

    // MARK: Events

    /// In the order a model works: thoughts, text, calls, and why it stopped. The last line may have any of them too.
    private mutating func report(_ frame: Frame, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        if let thinking = frame.thinking, !thinking.isEmpty { events.append(.thinking(thinking)) }
        let text = frame.text ?? ""
        if !text.isEmpty || frame.logprobs != nil { events.append(.text(text, logprobs: frame.logprobs)) }
        if var list = frame.calls, list.enter(.array, in: bytes) {
            while list.nextElement(in: bytes) {
                decodeCall(&list, bytes, &events)
                if isOver { return }
            }
        }
        guard frame.isLast else { return }
        if frame.usage != AnswerUsage() { events.append(.usage(frame.usage)) }
        if let reason = frame.reason { events.append(.finish(ChatFinish(ollama: reason))) }
        isOver = true
        events.append(.end)
    }

    private mutating func decodeCall(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        guard cursor.enter(.object, in: bytes) else { return }
        var piece = OpenAICallPiece(index: calls)
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("id", in: bytes) {
                piece.id = cursor.text(in: bytes) ?? ""
            } else if key.equals("function", in: bytes) {
                piece.decodeFunction(&cursor, bytes)
            } else {
                cursor.skip(in: bytes)
            }
        }
        if calls == Self.callsMax { return fail(.tooLarge, into: &events) }
        events.append(.call(calls, id: piece.id.isEmpty ? stamp.callID(calls) : piece.id, name: piece.name))
        events.append(.arguments(calls, piece.arguments.isEmpty ? "{}" : piece.arguments))
        calls += 1
    }
}
