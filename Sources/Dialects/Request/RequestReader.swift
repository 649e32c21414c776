import Fleet

/// Finds in a request's fields what each dialect calls by other names.
struct RequestReader {
    let call: InferenceCall
    let fields: RequestFields

    // MARK: The prompt

    /// - Returns: whether there is anything to answer.
    func readPrompt(_ body: Span<UInt8>) -> (prompt: PromptReader, isEmpty: Bool) {
        var prompt = PromptReader()
        prompt.raw(fields[.tools], in: body)
        prompt.system(fields[.system] ?? fields[.instructions], in: body)
        if prompt.tokens > 0 { prompt.mark() }
        switch call.kind {
        case .chat, .messages, .tokenCount:
            _ = prompt.messages(fields[.messages], in: body)
            return (prompt, isEmpty: !isSaid(.messages, body))
        case .responses, .embeddings:
            let input = fields[.input] ?? fields[.prompt]
            if call.kind == .responses, input?.kind == .array {
                _ = prompt.messages(input, in: body)
            } else {
                prompt.prompt(input, in: body)
            }
        case .generate, .completion:
            prompt.earlierTokens(fields[.context], in: body)
            prompt.images(fields[.images], in: body)
            prompt.prompt(fields[.prompt], in: body)
            if isFilled(.suffix, body) {
                prompt.raw(fields[.suffix], in: body)
                prompt.mark()
            }
        case .image, .speech, .transcription, .speechTranslation, .imageEdit:
            prompt.prompt(fields[.prompt] ?? fields[.input], in: body)
        case .rerank:
            prompt.count(bytes: body.count)
        }
        let hasText = isSaid(.prompt, body) || isSaid(.input, body) || isSaid(.suffix, body)
        return (prompt, isEmpty: !hasText && !isSaid(.images, body))
    }

    func purpose(isEmpty: Bool, _ keepAlive: KeepAlive?) -> InferenceRequest.Purpose {
        guard isEmpty, call.dialect == .ollama, call.generates else { return .answer }
        return keepAlive == .lasting(.zero) ? .unload : .load
    }

    // MARK: The answer

    var isStreamed: Bool {
        switch fields[.stream]?.kind {
        case .true: call.generates
        case .false: false
        default: call.isStreamedByDefault
        }
    }

    func outputMax(_ body: Span<UInt8>) -> Int? {
        let limit: Int? =
            switch (call.dialect, call.kind) {
            case (.ollama, _): fields.integer(.numPredict, in: body)
            case (_, .responses): fields.integer(.maxOutputTokens, in: body)
            case (.openAI, .chat):
                fields.integer(.maxCompletionTokens, in: body) ?? fields.integer(.maxTokens, in: body)
            default: fields.integer(.maxTokens, in: body)
            }
        // Ollama's −1 and −2 mean without limit.
        return limit.flatMap { $0 >= 0 ? $0 : nil }
    }

    func contextAsked(_ body: Span<UInt8>) -> Int? {
        guard call.dialect == .ollama, let asked = fields.integer(.numCtx, in: body), asked > 0 else { return nil }
        return asked
    }

    func isStructured(_ body: Span<UInt8>) -> Bool {
        let format: JSONPlace? =
            switch call.dialect {
            case .ollama: fields[.format]
            case .openAI: call.kind == .responses ? member("format", of: fields[.text], body) : fields[.responseFormat]
            case .anthropic: nil
            }
        guard let format else { return false }
        if format.kind == .string { return format.range.count > 2 }
        guard format.kind == .object else { return false }
        if call.dialect == .ollama { return true }
        return member("type", of: format, body).map { !body.extracting($0.range).equals("\"text\"") } ?? false
    }

    // MARK: What it takes

    func capabilities(hasImages: Bool, _ body: Span<UInt8>) -> Capability {
        var needed = hasImages ? Capability.vision : Capability(rawValue: 0)
        if isFilled(.tools, body) { needed.insert(.tools) }
        if call.generates, thinks(body) { needed.insert(.thinking) }
        switch call.kind {
        case .embeddings: needed.insert(.embeddings)
        case .rerank: needed.insert(.rerank)
        case .image, .imageEdit: needed.insert(.image)
        case .speech: needed.insert(.speech)
        case .transcription, .speechTranslation: needed.insert(.transcription)
        case .generate, .completion: if isFilled(.suffix, body) { needed.insert(.insert) }
        default: break
        }
        return needed
    }

    private func thinks(_ body: Span<UInt8>) -> Bool {
        switch call.dialect {
        case .ollama:
            return fields.isTrue(.think) || fields[.think]?.kind == .string
        case .openAI:
            let effort = fields[.reasoningEffort] ?? member("effort", of: fields[.reasoning], body)
            guard let effort, effort.kind == .string else { return false }
            return !body.extracting(effort.range).equals("\"none\"")
        case .anthropic:
            guard let type = member("type", of: fields[.thinking], body) else { return false }
            return !body.extracting(type.range).equals("\"disabled\"")
        }
    }

    // MARK: Who asks

    func keepAlive(_ body: Span<UInt8>) -> KeepAlive? {
        guard call.dialect == .ollama, let place = fields[.keepAlive] else { return nil }
        switch place.kind {
        case .number: return Double(JSONString.text(of: body, place.range)).flatMap(KeepAlive.init(seconds:))
        case .string: return fields.text(.keepAlive, in: body).flatMap(KeepAlive.init(duration:))
        default: return nil
        }
    }

    /// The closer to one conversation, the sooner it is believed.
    func session(_ body: Span<UInt8>) -> String? {
        for field in [RequestField.promptCacheKey, .userID, .user] where isFilled(field, body) {
            if let name = fields.text(field, in: body) { return name }
        }
        return nil
    }

    // MARK: Values

    /// The field is there with more than nothing in it, even if that makes no sense: who is to answer it says so.
    private func isSaid(_ field: RequestField, _ body: Span<UInt8>) -> Bool {
        switch fields[field]?.kind {
        case nil, .null: false
        case .string, .array, .object: isFilled(field, body)
        default: true
        }
    }

    /// The field is there, and its value a text or a container with something in it.
    private func isFilled(_ field: RequestField, _ body: Span<UInt8>) -> Bool {
        guard let place = fields[field] else { return false }
        switch place.kind {
        case .string: return place.range.count > 2
        case .array, .object: return body.endOfSpace(from: place.range.lowerBound + 1) < place.range.upperBound - 1
        default: return false
        }
    }

    private func member(_ name: StaticString, of place: JSONPlace?, _ body: Span<UInt8>) -> JSONPlace? {
        guard let place, place.kind == .object else { return nil }
        var cursor = JSONCursor(place)
        cursor.enter()
        while let key = cursor.nextKey(in: body) {
            let kind = cursor.kind(in: body)
            let range = cursor.skip(in: body)
            if key.equals(name, in: body) { return JSONPlace(range: range, kind: kind) }
        }
        return nil
    }
}
