import Dialects
import Telemetry

/// Decodes Ollama's lists as its own client does: every field, by its type, or not at all.
enum OllamaClient {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// The names and short digests that `ollama list` would print.
    static func list(_ answer: JSONValue) throws -> [String] {
        try models(answer).map { model in
            try time(model, "modified_at")
            return try common(model)
        }
    }

    /// The same of `ollama ps`.
    static func ps(_ answer: JSONValue) throws -> [String] {
        try models(answer).map { model in
            try time(model, "expires_at")
            _ = try integer(model, "size_vram")
            _ = try integer(model, "context_length")
            return try common(model)
        }
    }

    private static func models(_ answer: JSONValue) throws -> [JSONValue] {
        guard let models = answer["models"]?.array else { throw Fault(description: "no models") }
        return models
    }

    private static func common(_ model: JSONValue) throws -> String {
        let name = try text(model, "name")
        guard try text(model, "model") == name else { throw Fault(description: "two names") }
        _ = try integer(model, "size")
        let digest = try text(model, "digest")
        guard digest.utf8.count >= 12 else { throw Fault(description: "panic: slice bounds out of range") }
        guard let details = model["details"], details.object != nil else { throw Fault(description: "no details") }
        for key in ["parent_model", "format", "family", "parameter_size", "quantization_level"] {
            _ = try text(details, key)
        }
        try texts(details, "families", canBeNull: true)
        for key in ["context_length", "embedding_length"] where details[key] != nil { _ = try integer(details, key) }
        if model["capabilities"] != nil { try texts(model, "capabilities", canBeNull: false) }
        for key in ["remote_model", "remote_host"] where model[key] != nil { _ = try text(model, key) }
        return "\(name) \(digest.prefix(12))"
    }

    private static func text(_ value: JSONValue, _ key: String) throws -> String {
        guard let text = value[key]?.string else { throw Fault(description: "\(key): no string") }
        return text
    }

    private static func integer(_ value: JSONValue, _ key: String) throws -> Int {
        guard let number = value[key]?.integer else { throw Fault(description: "\(key): no int64") }
        return number
    }

    private static func time(_ value: JSONValue, _ key: String) throws {
        guard WallTime(rfc3339: try text(value, key)) != nil else { throw Fault(description: "\(key): no time") }
    }

    private static func texts(_ value: JSONValue, _ key: String, canBeNull: Bool) throws {
        if canBeNull, value[key] == .null { return }
        guard let list = value[key]?.array, list.allSatisfy({ $0.string != nil }) else {
            throw Fault(description: "\(key): no list of strings")
        }
    }
}
