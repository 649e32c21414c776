import Dialects

/// As much of JSON Schema as `openapi.json` uses: says where a value is not what it is said to be.
struct JSONSchema {
    let document: JSONValue

    func complaints(about value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
        if let name = schema["$ref"]?.string {
            guard let target = resolve(name) else { return ["\(place): nothing is called \(name)"] }
            return complaints(about: value, target, at: place)
        }
        if let choices = schema["anyOf"]?.array {
            let fits = choices.contains { complaints(about: value, $0, at: place).isEmpty }
            return fits ? [] : ["\(place): fits none of the choices"]
        }
        var found: [String] = []
        let types = schema["type"]?.string.map { [$0] } ?? schema["type"]?.array?.compactMap(\.string) ?? []
        if !types.isEmpty, !types.contains(where: { Self.isOf($0, value) }) { return ["\(place): is no \(types)"] }
        if let words = schema["enum"]?.array, !words.contains(value) { found.append("\(place): is none of \(words)") }
        if let object = value.object { found += complaints(about: object, schema, at: place) }
        if let elements = value.array, let inner = schema["items"] {
            for (index, element) in elements.enumerated() {
                found += complaints(about: element, inner, at: "\(place)[\(index)]")
            }
        }
        return found
    }

    private func complaints(about object: JSONObject, _ schema: JSONValue, at place: String) -> [String] {
        var found: [String] = []
        for case let key? in schema["required"]?.array?.map(\.string) ?? [] where object[key] == nil {
            found.append("\(place): has no \(key)")
        }
        for member in object.members {
            if let inner = schema["properties"]?[member.key] {
                found += complaints(about: member.value, inner, at: "\(place).\(member.key)")
            } else if schema["additionalProperties"] == false {
                found.append("\(place): \(member.key) is not documented")
            }
        }
        return found
    }

    /// `#/components/schemas/Node`
    private func resolve(_ name: String) -> JSONValue? {
        name.split(separator: "/").dropFirst().reduce(document as JSONValue?) { $0?[String($1)] }
    }

    private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch type {
        case "null": value.isNull
        case "boolean": value.bool != nil
        case "integer": value.integer != nil
        case "number": value.number != nil
        case "string": value.string != nil
        case "array": value.array != nil
        case "object": value.object != nil
        default: false
        }
    }
}
