/// What one event of Anthropic's stream says.
///
/// Blocks that no other dialect has, such as those of the service's own tools, are passed over with all their pieces.
struct AnthropicFrameDecoder: Sendable {
    private static let callsMax = 4096

    /// The end has come, or a failure in its place.
    private(set) var isOver = false
    private var usage = AnthropicUsage()
    /// The block's index, of each call in turn.
    private var calls: [Int] = []

    /// What stands in an event, in whatever order.
    private struct Frame {
        var type = ""
        var index = 0
        var message: JSONCursor?
        var block: JSONCursor?
        var delta: JSONCursor?
        var usage: JSONCursor?

        mutating func note(_ key: JSONKey, _ cursor: JSONCursor, _ bytes: Span<UInt8>) {
            if key.equals("delta", in: bytes) {
                delta = cursor
            } else if key.equals("content_block", in: bytes) {
                block = cursor
            } else if key.equals("usage", in: bytes) {
                usage = cursor
            } else if key.equals("message", in: bytes) {
                message = cursor
            }
        }
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
            if key.equals("type", in: bytes) {
                frame.type = cursor.text(in: bytes) ?? ""
            } else if key.equals("index", in: bytes) {
                frame.index = cursor.count(in: bytes) ?? 0
            } else {
                frame.note(key, cursor, bytes)
                cursor.skip(in: bytes)
            }
        }
        take(frame, bytes, &events)
    }

    private mutating func take(_ frame: Frame, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        switch frame.type {
        case "message_start": start(frame, bytes, &events)
        case "content_block_start": startBlock(frame, bytes, &events)
        case "content_block_delta": takeDelta(frame, bytes, &events)
        case "message_delta":
            takeReason(frame, bytes, &events)
            if var cursor = frame.usage { usage.decode(&cursor, bytes, &events) }
        case "message_stop":
            isOver = true
            events.append(.end)
        case "error": fail(BackendFailure.error(in: bytes), into: &events)
        default: break
        }
    }

    private mutating func start(_ frame: Frame, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        guard var cursor = frame.message, cursor.enter(.object, in: bytes) else { return }
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("usage", in: bytes) {
                usage.decode(&cursor, bytes, &events)
            } else {
                cursor.skip(in: bytes)
            }
        }
    }

    // MARK: Blocks

    private struct Block {
        var type = ""
        var id = ""
        var name = ""
        var text = ""
        var input = ""
    }

    private mutating func startBlock(_ frame: Frame, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        guard var cursor = frame.block, cursor.enter(.object, in: bytes) else { return }
        var block = Block()
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("type", in: bytes) {
                block.type = cursor.text(in: bytes) ?? ""
            } else if key.equals("id", in: bytes) {
                block.id = cursor.text(in: bytes) ?? ""
            } else if key.equals("name", in: bytes) {
                block.name = cursor.text(in: bytes) ?? ""
            } else if key.equals("text", in: bytes) || key.equals("thinking", in: bytes) {
                block.text = cursor.text(in: bytes) ?? ""
            } else if key.equals("input", in: bytes) {
                block.input = cursor.json(in: bytes)
            } else {
                cursor.skip(in: bytes)
            }
        }
        begin(block, at: frame.index, &events)
    }

    private mutating func begin(_ block: Block, at index: Int, _ events: inout [ChatEvent]) {
        switch block.type {
        case "text": if !block.text.isEmpty { events.append(.text(block.text, logprobs: nil)) }
        case "thinking": if !block.text.isEmpty { events.append(.thinking(block.text)) }
        case "tool_use":
            if calls.count == Self.callsMax { return fail(.tooLarge, into: &events) }
            events.append(.call(calls.count, id: block.id, name: block.name))
            // Empty when the pieces of it are to follow, which is nearly always.
            if block.input.utf8.count > 2 { events.append(.arguments(calls.count, block.input)) }
            calls.append(index)
        default: break
        }
    }

    private func takeDelta(_ frame: Frame, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        guard var cursor = frame.delta, cursor.enter(.object, in: bytes) else { return }
        while let key = cursor.nextKey(in: bytes) {
            // A piece has one of them, and its type says the same as its name.
            if key.equals("text", in: bytes) {
                if let text = cursor.text(in: bytes), !text.isEmpty { events.append(.text(text, logprobs: nil)) }
            } else if key.equals("thinking", in: bytes) {
                if let text = cursor.text(in: bytes), !text.isEmpty { events.append(.thinking(text)) }
            } else if key.equals("signature", in: bytes) {
                if let text = cursor.text(in: bytes), !text.isEmpty { events.append(.signature(text)) }
            } else if key.equals("partial_json", in: bytes) {
                let text = cursor.text(in: bytes) ?? ""
                if !text.isEmpty, let number = calls.lastIndex(of: frame.index) {
                    events.append(.arguments(number, text))
                }
            } else {
                cursor.skip(in: bytes)
            }
        }
    }

    private func takeReason(_ frame: Frame, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        guard var cursor = frame.delta, cursor.enter(.object, in: bytes) else { return }
        var reason: String?
        var sequence: String?
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("stop_reason", in: bytes) {
                reason = cursor.text(in: bytes)
            } else if key.equals("stop_sequence", in: bytes) {
                sequence = cursor.text(in: bytes)
            } else {
                cursor.skip(in: bytes)
            }
        }
        if let reason { events.append(.finish(ChatFinish(anthropic: reason, stopSequence: sequence))) }
    }
}
