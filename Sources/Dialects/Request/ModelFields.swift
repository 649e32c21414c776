import Fleet

/// The fields of a request that say which models may answer, and the certainty that every reader sees the same in them.
struct ModelFields {
    let text: String
    let names: [ModelName]
    /// By the client, not by default.
    let isNamed: Bool

    init(_ fields: RequestFields, _ body: Span<UInt8>, default standard: String?) throws(RequestRefusal) {
        if fields.misspelt.contains(.model) { throw .modelMisspelt }
        if fields.repeated.contains(.model) { throw .modelRepeated }
        isNamed = standard == nil || Self.hasName(fields, body)
        text = if isNamed { try Self.model(fields, body) } else { standard ?? "" }
        var names = [try Self.name(text)]
        for name in try Self.fallbacks(fields, body) where !names.contains(name) { names.append(name) }
        self.names = names
    }

    /// Of a form.
    init(inForm name: String?, default standard: String?) throws(RequestRefusal) {
        let isEmpty = name?.utf8.allSatisfy(\.isJSONSpace) ?? true
        isNamed = standard == nil || !isEmpty
        guard let text = isNamed ? name : standard else { throw .modelMissing }
        self.text = text
        names = [try Self.name(text)]
    }

    private static func hasName(_ fields: RequestFields, _ body: Span<UInt8>) -> Bool {
        guard let place = fields[.model], place.kind != .null else { return false }
        return place.kind != .string || !(fields.text(.model, in: body)?.utf8.allSatisfy(\.isJSONSpace) ?? false)
    }

    private static func model(_ fields: RequestFields, _ body: Span<UInt8>) throws(RequestRefusal) -> String {
        guard let place = fields[.model] else { throw .modelMissing }
        guard place.kind == .string, let text = fields.text(.model, in: body) else { throw .modelNotText }
        return text
    }

    private static func name(_ text: String) throws(RequestRefusal) -> ModelName {
        guard text.utf8.contains(where: { !$0.isJSONSpace }) else { throw .modelEmpty }
        guard let name = ModelName(text) else { throw .modelTooLong }
        return name
    }

    private static func fallbacks(_ fields: RequestFields, _ body: Span<UInt8>) throws(RequestRefusal) -> [ModelName] {
        if fields.misspelt.contains(.fallbackModels) { throw .fallbacksMisspelt }
        if fields.repeated.contains(.fallbackModels) { throw .fallbacksRepeated }
        guard let place = fields[.fallbackModels], place.kind != .null else { return [] }
        guard place.kind == .array else { throw .fallbacksNotNames }
        var names: [ModelName] = []
        var cursor = JSONCursor(place)
        cursor.enter()
        while cursor.nextElement(in: body) {
            guard cursor.kind(in: body) == .string else { throw .fallbacksNotNames }
            guard let name = ModelName(JSONString.text(of: body, cursor.skipText(in: body))) else {
                throw .fallbacksNotNames
            }
            if names.count == InferenceRequest.fallbacksMax { throw .fallbacksTooMany }
            names.append(name)
        }
        return names
    }
}
