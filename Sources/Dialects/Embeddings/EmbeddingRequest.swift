/// A request for embeddings in nobody's language, and in what form its client wants them.
struct EmbeddingRequest: Equatable, Sendable {
    enum Form: Equatable, Sendable {
        /// Ollama's `/api/embed`.
        case list
        /// Ollama's older `/api/embeddings`: of one text, without anything around it.
        case single
        /// OpenAI's, as numbers or as their bytes in base64.
        case numbers, base64
    }

    var model: String
    var inputs: [String]
    /// Told as one text, not as a list of one.
    var isOne: Bool
    var dimensions: Int?
    var form: Form

    // MARK: Reading

    init(_ object: JSONObject, from dialect: Dialect, into dropped: inout DroppedFields) throws(DialectError) {
        var fields = FieldReader(object)
        model = try fields.requiredString("model")
        let prompt = dialect == .ollama ? try fields.string("prompt") : nil
        if let prompt, object["input"] == nil {
            (inputs, isOne, form) = ([prompt], true, .single)
        } else {
            let input = fields.take("input")
            isOne = input?.string != nil
            inputs = try Self.texts(input, fields)
            form = dialect == .ollama ? .list : try Self.encoding(&fields)
        }
        dimensions = try fields.integer("dimensions")
        fields.skip("fallback_models")
        fields.finish(into: &dropped)
    }

    private static func texts(_ value: JSONValue?, _ fields: FieldReader) throws(DialectError) -> [String] {
        guard let value else { throw fields.wrong("input", "is missing") }
        if let text = value.string { return [text] }
        guard let elements = value.array else { throw fields.wrong("input", "must be a text or a list of texts") }
        var texts: [String] = []
        for element in elements {
            guard let text = element.string else {
                throw fields.wrong("input", "must be a text or a list of texts: the backend takes no tokens")
            }
            texts.append(text)
        }
        return texts
    }

    private static func encoding(_ fields: inout FieldReader) throws(DialectError) -> Form {
        switch try fields.string("encoding_format") {
        case nil, "float": return .numbers
        case "base64": return .base64
        default: throw fields.wrong("encoding_format", "must be float or base64")
        }
    }

    // MARK: Writing

    /// The fields of both dialects have the same names.
    func written(to backend: Dialect, capacity: Int) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.object {
            $0.member("model", model)
            $0.key("input")
            if isOne, let input = inputs.first {
                $0.string(input)
            } else {
                $0.value(.array(inputs.map(JSONValue.string)))
            }
            $0.member("dimensions", dimensions)
            if backend == .openAI { $0.member("encoding_format", "float") }
        }
        return writer.bytes
    }
}
