import Dialects

/// A value that a JSON schema allows: the first choice, the smallest number, every property. Nothing in it is thought about.
struct PracticeInstance {
    /// A schema may refer to itself.
    private static let depthMax = 8

    private(set) var value = JSONValue.null
    private let root: JSONValue

    init(of schema: JSONValue) {
        root = schema
        value = instance(schema, named: "answer", depth: 0)
    }

    var text: String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func instance(_ schema: JSONValue, named name: String, depth: Int) -> JSONValue {
        if depth > Self.depthMax { return .null }
        if let constant = schema["const"] { return constant }
        if let choice = schema["enum"]?.array?.first { return choice }
        if let usual = schema["default"] { return usual }
        if let reference = schema["$ref"]?.string {
            return instance(definition(reference), named: name, depth: depth + 1)
        }
        if let first = (schema["anyOf"] ?? schema["oneOf"] ?? schema["allOf"])?.array?.first {
            return instance(first, named: name, depth: depth + 1)
        }
        switch type(of: schema) {
        case "object": return object(schema, depth)
        case "array": return array(schema, named: name, depth)
        case "integer", "number": return schema["minimum"] ?? 1
        case "boolean": return true
        case "null": return .null
        default: return text(schema, named: name)
        }
    }

    private func type(of schema: JSONValue) -> String {
        if let name = schema["type"]?.string ?? schema["type"]?.array?.first?.string { return name }
        return schema["properties"] != nil ? "object" : schema["items"] != nil ? "array" : "string"
    }

    private func object(_ schema: JSONValue, _ depth: Int) -> JSONValue {
        let members = schema["properties"]?.object?.members ?? []
        return .object(
            JSONObject(members.map { .init($0.key, instance($0.value, named: $0.key, depth: depth + 1)) })
        )
    }

    private func array(_ schema: JSONValue, named name: String, _ depth: Int) -> JSONValue {
        let count = min(max(schema["minItems"]?.integer ?? 1, schema["maxItems"] == 0 ? 0 : 1), 100)
        let element = instance(schema["items"] ?? [:], named: name, depth: depth + 1)
        return .array(Array(repeating: element, count: count))
    }

    private func text(_ schema: JSONValue, named name: String) -> JSONValue {
        let text = "practice \(name)"
        let lengthMax = schema["maxLength"]?.integer ?? text.count
        return .string(String(text.prefix(max(0, lengthMax))))
    }

    /// `#/$defs/name`, and the older `#/definitions/name`.
    private func definition(_ reference: String) -> JSONValue {
        reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] ?? [:] }
    }
}
