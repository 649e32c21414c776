import Fleet

/// A backend's embeddings: where they stand in its answer. The numbers are copied as they were written, not decoded; there
/// may be millions.
struct EmbeddingAnswer {
    private(set) var vectors: [Range<Int>] = []
    private(set) var promptTokens: Int?
    private(set) var totalTime: Seconds?
    private(set) var loadTime: Seconds?

    // MARK: Reading

    init(_ body: Span<UInt8>, from dialect: Dialect) throws(DialectError) {
        guard var cursor = JSONCursor(objectIn: body) else { throw DialectError(unreadable: body) }
        var found = false
        cursor.enter()
        while let key = cursor.nextKey(in: body) {
            if key.equals("error", in: body), cursor.kind(in: body) != .null { throw BackendFailure.error(in: body) }
            if key.equals(dialect == .ollama ? "embeddings" : "data", in: body) {
                found = cursor.kind(in: body) == .array
                try read(&cursor, body, dialect)
            } else {
                readUsage(key, &cursor, body)
            }
        }
        if !found { throw .unreadable }
    }

    private mutating func read(
        _ cursor: inout JSONCursor,
        _ body: Span<UInt8>,
        _ dialect: Dialect
    ) throws(DialectError) {
        guard cursor.enter(.array, in: body) else { return }
        var numbered: [(index: Int, range: Range<Int>)] = []
        while cursor.nextElement(in: body) {
            if dialect == .ollama {
                guard cursor.kind(in: body) == .array else { throw .unreadable }
                vectors.append(cursor.skip(in: body))
            } else {
                numbered.append(try Self.element(&cursor, body, numbered.count))
            }
        }
        if dialect == .openAI { vectors = numbered.sorted { $0.index < $1.index }.map(\.range) }
    }

    private static func element(
        _ cursor: inout JSONCursor,
        _ body: Span<UInt8>,
        _ position: Int
    ) throws(DialectError) -> (index: Int, range: Range<Int>) {
        guard cursor.enter(.object, in: body) else { throw .unreadable }
        var index = position
        var range: Range<Int>?
        while let key = cursor.nextKey(in: body) {
            if key.equals("embedding", in: body), cursor.kind(in: body) == .array {
                range = cursor.skip(in: body)
            } else if key.equals("index", in: body) {
                index = cursor.count(in: body) ?? position
            } else {
                cursor.skip(in: body)
            }
        }
        guard let range else { throw .unreadable }
        return (index, range)
    }

    private mutating func readUsage(_ key: JSONKey, _ cursor: inout JSONCursor, _ body: Span<UInt8>) {
        if key.equals("prompt_eval_count", in: body) {
            promptTokens = cursor.count(in: body)
        } else if key.equals("total_duration", in: body) {
            totalTime = cursor.count(in: body).map { Seconds(Double($0) / 1e9) }
        } else if key.equals("load_duration", in: body) {
            loadTime = cursor.count(in: body).map { Seconds(Double($0) / 1e9) }
        } else if key.equals("usage", in: body) {
            var events: [ChatEvent] = []
            OpenAIUsage.decode(&cursor, body, &events)
            if case .usage(let usage) = events.first { promptTokens = usage.promptTokens }
        } else {
            cursor.skip(in: body)
        }
    }

    // MARK: Writing

    /// - Parameter body: the one this was read from.
    func written(
        as form: EmbeddingRequest.Form,
        _ body: Span<UInt8>,
        model: String,
        at elapsed: Seconds
    ) throws(DialectError) -> [UInt8] {
        var writer = JSONWriter(capacity: body.count + 256)
        writer.openObject()
        switch form {
        case .single:
            guard let first = vectors.first else { throw .unreadable }
            writer.key("embedding")
            writer.raw(body.extracting(first))
        case .list:
            writer.member("model", model)
            writer.key("embeddings")
            writer.openArray()
            for vector in vectors { writer.raw(body.extracting(vector)) }
            writer.closeArray()
            OllamaAnswerWriter.write("total_duration", totalTime ?? elapsed, to: &writer)
            OllamaAnswerWriter.write("load_duration", loadTime, to: &writer)
            writer.member("prompt_eval_count", promptTokens)
        case .numbers, .base64:
            writer.member("object", "list")
            writer.key("data")
            writer.openArray()
            for (index, vector) in vectors.enumerated() {
                writer.openObject()
                writer.member("object", "embedding")
                writer.key("embedding")
                if form == .numbers {
                    writer.raw(body.extracting(vector))
                } else {
                    writer.string(try Self.base64(vector, body))
                }
                writer.member("index", index)
                writer.closeObject()
            }
            writer.closeArray()
            writer.member("model", model)
            writer.key("usage")
            writer.object {
                $0.member("prompt_tokens", promptTokens ?? 0)
                $0.member("total_tokens", promptTokens ?? 0)
            }
        }
        writer.closeObject()
        return writer.bytes
    }

    /// The numbers as 32 bits each, the lowest byte first.
    private static func base64(_ vector: Range<Int>, _ body: Span<UInt8>) throws(DialectError) -> String {
        var bytes: [UInt8] = []
        var cursor = JSONCursor(JSONPlace(range: vector, kind: .array))
        cursor.enter()
        while cursor.nextElement(in: body) {
            guard let number = cursor.number(in: body) else { throw .unreadable }
            let bits = Float(number).bitPattern
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
            }
        }
        return Base64.encoded(bytes)
    }
}
