/// What one chunk of OpenAI's stream says.
///
/// Tolerant of what compatible servers do: `choices` that is null, reasoning under either of its names, calls without an id,
/// and calls that all have the same index but each a new id.
struct OpenAIFrameDecoder: Sendable {
    private static let callsMax = 4096

    /// The end has come, or a failure in its place.
    private(set) var isOver = false
    private let stamp: AnswerStamp
    private var calls: [OpenAICallPlace] = []
    private var isRefused = false

    init(_ stamp: AnswerStamp) {
        self.stamp = stamp
    }

    mutating func fail(_ error: DialectError, into events: inout [ChatEvent]) {
        isOver = true
        events.append(.failure(error))
    }

    mutating func decode(_ bytes: Span<UInt8>, into events: inout [ChatEvent]) {
        if bytes.starts(with: "[DONE]") {
            isOver = true
            events.append(.end)
            return
        }
        guard var cursor = JSONCursor(objectIn: bytes) else { return fail(.unreadable, into: &events) }
        cursor.enter()
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("choices", in: bytes) {
                decodeChoices(&cursor, bytes, &events)
            } else if key.equals("usage", in: bytes) {
                OpenAIUsage.decode(&cursor, bytes, &events)
            } else if key.equals("timings", in: bytes) {
                OpenAIUsage.decodeTimings(&cursor, bytes, &events)
            } else if key.equals("error", in: bytes), cursor.kind(in: bytes) != .null {
                return fail(BackendFailure.error(in: bytes), into: &events)
            } else {
                cursor.skip(in: bytes)
            }
        }
    }

    // MARK: Choices

    /// Of the only choice there is.
    private struct Choice {
        var text: String?
        var thinking: String?
        var logprobs: String?
        var finish: String?
        var stopSequence: String?
        var isOther = false
    }

    private mutating func decodeChoices(
        _ cursor: inout JSONCursor,
        _ bytes: Span<UInt8>,
        _ events: inout [ChatEvent]
    ) {
        guard cursor.enter(.array, in: bytes) else { return }
        while cursor.nextElement(in: bytes) {
            guard cursor.enter(.object, in: bytes) else { continue }
            var choice = Choice()
            var calls: JSONCursor?
            while let key = cursor.nextKey(in: bytes) {
                decodeMember(key, of: &choice, &cursor, bytes, &calls)
            }
            if choice.isOther { continue }
            report(choice, bytes, calls, &events)
        }
    }

    private mutating func decodeMember(
        _ key: JSONKey,
        of choice: inout Choice,
        _ cursor: inout JSONCursor,
        _ bytes: Span<UInt8>,
        _ calls: inout JSONCursor?
    ) {
        if key.equals("delta", in: bytes) {
            decodeDelta(of: &choice, &cursor, bytes, &calls)
        } else if key.equals("text", in: bytes) {
            choice.text = cursor.text(in: bytes)
        } else if key.equals("finish_reason", in: bytes) {
            choice.finish = cursor.text(in: bytes)
        } else if key.equals("stop_reason", in: bytes) {
            choice.stopSequence = cursor.text(in: bytes)
        } else if key.equals("logprobs", in: bytes) {
            choice.logprobs = Self.logprobs(&cursor, bytes)
        } else if key.equals("index", in: bytes) {
            choice.isOther = cursor.count(in: bytes) ?? 0 > 0
        } else {
            cursor.skip(in: bytes)
        }
    }

    private mutating func decodeDelta(
        of choice: inout Choice,
        _ cursor: inout JSONCursor,
        _ bytes: Span<UInt8>,
        _ calls: inout JSONCursor?
    ) {
        guard cursor.enter(.object, in: bytes) else { return }
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("content", in: bytes) {
                if let text = cursor.text(in: bytes) { choice.text = text }
            } else if key.equals("reasoning_content", in: bytes) || key.equals("reasoning", in: bytes) {
                if let text = cursor.text(in: bytes), choice.thinking?.isEmpty ?? true { choice.thinking = text }
            } else if key.equals("refusal", in: bytes) {
                if let text = cursor.text(in: bytes), !text.isEmpty {
                    choice.text = text
                    isRefused = true
                }
            } else if key.equals("tool_calls", in: bytes) {
                calls = cursor
                cursor.skip(in: bytes)
            } else {
                cursor.skip(in: bytes)
            }
        }
    }

    private static func logprobs(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) -> String? {
        guard cursor.enter(.object, in: bytes) else { return nil }
        var list: String?
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("content", in: bytes) { list = cursor.elements(in: bytes) } else { cursor.skip(in: bytes) }
        }
        return list
    }

    /// In the order a model works: thoughts, text, calls, and why it stopped.
    private mutating func report(
        _ choice: Choice,
        _ bytes: Span<UInt8>,
        _ calls: JSONCursor?,
        _ events: inout [ChatEvent]
    ) {
        if let thinking = choice.thinking, !thinking.isEmpty { events.append(.thinking(thinking)) }
        if let text = choice.text, !text.isEmpty || choice.logprobs != nil {
            events.append(.text(text, logprobs: choice.logprobs))
        }
        if var calls, calls.enter(.array, in: bytes) {
            var position = 0
            while calls.nextElement(in: bytes) {
                decodeCall(&calls, bytes, position, &events)
                if isOver { return }
                position += 1
            }
        }
        guard let finish = choice.finish else { return }
        let reason = ChatFinish(openAI: finish, stopSequence: choice.stopSequence)
        events.append(.finish(isRefused ? .refusal : reason))
    }

    // MARK: Calls

    private mutating func decodeCall(
        _ cursor: inout JSONCursor,
        _ bytes: Span<UInt8>,
        _ position: Int,
        _ events: inout [ChatEvent]
    ) {
        guard cursor.enter(.object, in: bytes) else { return }
        var piece = OpenAICallPiece(index: position)
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("index", in: bytes) {
                piece.index = cursor.count(in: bytes) ?? position
            } else if key.equals("id", in: bytes) {
                piece.id = cursor.text(in: bytes) ?? ""
            } else if key.equals("function", in: bytes) {
                piece.decodeFunction(&cursor, bytes)
            } else {
                cursor.skip(in: bytes)
            }
        }
        let number = place(piece, &events)
        if let number, !piece.arguments.isEmpty { events.append(.arguments(number, piece.arguments)) }
    }

    /// The number of the call the piece belongs to, which it may be the first of.
    private mutating func place(_ piece: OpenAICallPiece, _ events: inout [ChatEvent]) -> Int? {
        let known = calls.lastIndex { $0.index == piece.index }
        if let known, calls[known].continues(piece) { return known }
        guard calls.count < Self.callsMax else {
            fail(.tooLarge, into: &events)
            return nil
        }
        let number = calls.count
        calls.append(OpenAICallPlace(index: piece.index, id: piece.id))
        events.append(.call(number, id: piece.id.isEmpty ? stamp.callID(number) : piece.id, name: piece.name))
        return number
    }
}
