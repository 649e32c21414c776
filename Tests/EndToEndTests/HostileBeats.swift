import Dialects
import Foundation

/// Heartbeats with one thing wrong in each, for every field that `Docs/API/openapi.json` has: a field that is new there is tried
/// without a word here.
struct HostileBeats {
    struct Case {
        /// As the complaint must call it: `backends[0].models[0].size`.
        let field: String
        let body: String
    }

    /// Any number may be there, as long as it counts up.
    private static let unbounded = ["version", "sequence", "run"]
    private static let longest = String(repeating: "a", count: 5000)

    private let schemas: JSONValue
    /// Of the root, by name, in the order of the document; and the names of all fields at whatever depth.
    private(set) var cases: [(field: String, cases: [Case])] = []
    private(set) var names: Set<String> = []
    /// Numbers without a limit in the document.
    private(set) var unlimited: Set<String> = []
    /// A sound beat in which every number is as large as it may be.
    private(set) var greatest = ""

    /// - Parameter node: in whose name they are said.
    init(as node: String) throws {
        let document = try JSONValue(parsing: Array(Self.file("Docs/API/openapi.json").utf8))
        schemas = document["components"]?["schemas"] ?? .null
        let sound = ["version": "1", "node": #""\#(node)""#]
        collect(schemas["Heartbeat"] ?? .null, at: "", sound) { $0 }
        greatest = largest(schemas["Heartbeat"] ?? .null, sound)
    }

    static func file(_ path: String) throws -> String {
        let file = URL(fileURLWithPath: #filePath + "/../../../\(path)").standardizedFileURL
        return try String(contentsOf: file, encoding: .utf8)
    }

    private func resolved(_ schema: JSONValue) -> JSONValue {
        guard let name = schema["$ref"]?.string?.split(separator: "/").last else { return schema }
        return schemas[String(name)] ?? .null
    }

    private static func types(_ schema: JSONValue) -> Set<String> {
        Set(schema["type"]?.string.map { [$0] } ?? schema["type"]?.array?.compactMap(\.string) ?? [])
    }

    /// - Parameters:
    ///   - sound: the members that every such object needs.
    ///   - wrap: makes a whole heartbeat of the object.
    private mutating func collect(
        _ schema: JSONValue,
        at path: String,
        _ sound: [String: String],
        _ wrap: @escaping (String) -> String
    ) {
        for member in schema["properties"]?.object?.members ?? [] {
            names.insert(member.key)
            let field = path.isEmpty ? member.key : "\(path).\(member.key)"
            let whole = { (values: [String]) in
                let others = sound.filter { $0.key != member.key }.map { #""\#($0.key)":\#($0.value)"# }
                return wrap("{\((others + values.map { #""\#(member.key)":\#($0)"# }).joined(separator: ","))}")
            }
            let types = Self.types(member.value)
            var bodies = hostile(member.value, member.key, types).map { whole([$0]) }
            bodies.append(whole(["null", "null"]))
            cases.append((field, bodies.map { Case(field: field, body: $0) }))
            if types.contains("object") {
                collect(member.value, at: field, Self.needs(of: member.value)) { whole([$0]) }
            }
            guard let inner = member.value["items"].map({ resolved($0) }), inner["properties"] != nil else { continue }
            collect(inner, at: "\(field)[0]", Self.needs(of: inner)) { whole(["[\($0)]"]) }
        }
    }

    /// The members without which such an object is wrong, each with something that is right.
    private static func needs(of schema: JSONValue) -> [String: String] {
        let names = schema["required"]?.array?.compactMap(\.string) ?? []
        let values = names.map { ($0, schema["properties"]?[$0]?["enum"]?.array?.first?.string ?? "practice") }
        return Dictionary(uniqueKeysWithValues: values.map { ($0.0, #""\#($0.1)""#) })
    }

    private mutating func hostile(_ schema: JSONValue, _ name: String, _ types: Set<String>) -> [String] {
        var values: [String] = []
        let samples = [("string", #""5""#), ("number", "0.5"), ("boolean", "true"), ("array", "[]"), ("object", "{}")]
        values += samples.filter { !types.contains($0.0) }.map(\.1)
        if !types.contains("null") { values.append("null") }
        if types.contains("string") {
            values += [#""\#(Self.longest)""#, #""a\u0000b""#, #""\u001b[2J""#, #""a\u009b2J""#]
            if schema["enum"] != nil { values += [#""""#, #""Camera""#, #""unheard of""#] }
        }
        if types.contains("integer") || types.contains("number") { values += numbers(schema, name, types) }
        if types.contains("array") { values += lists(schema) }
        if types.contains("object") { values += ["[{}]", "[[]]"] }
        return values
    }

    private mutating func numbers(_ schema: JSONValue, _ name: String, _ types: Set<String>) -> [String] {
        var values = ["1e308", "-1e308", "1e999", "-1e999", "[1]", #""NaN""#, #""1""#]
        if types.contains("integer") { values += ["18446744073709551616", "-9223372036854775809"] }
        if Self.unbounded.contains(name) { return values + ["-1", "1.5"] }
        guard let least = schema["minimum"]?.integer, let most = schema["maximum"]?.integer else {
            unlimited.insert(name)
            return values
        }
        return values + ["\(least - 1)", "\(most + 1)", "9223372036854775807", "-9223372036854775808"]
    }

    private func lists(_ schema: JSONValue) -> [String] {
        let inner = resolved(schema["items"] ?? .null)
        let many = (schema["maxItems"]?.integer ?? 0) + 1
        func list(of element: String) -> String {
            "[\(repeatElement(element, count: many).joined(separator: ","))]"
        }
        if Self.types(inner).contains("string") {
            return ["[1]", "[null]", "[[]]", #"["\#(Self.longest)"]"#, #"["a\u0000"]"#, list(of: #""a""#)]
        }
        return ["[1]", "[null]", "[[]]", #"["a"]"#, "[[{}]]", list(of: "{}")]
    }

    private func largest(_ schema: JSONValue, _ sound: [String: String]) -> String {
        let members = (schema["properties"]?.object?.members ?? []).compactMap { member -> String? in
            let value: String
            let inner = member.value["items"].map { resolved($0) }
            if let sound = sound[member.key] {
                value = sound
            } else if let most = member.value["maximum"]?.integer {
                value = member.key == "port" ? "9" : "\(most)"
            } else if let inner, inner["properties"] != nil {
                let sound = member.key == "busy" ? ["cause": #""habit""#] : ["name": #""greatest""#]
                value = "[\(largest(inner, sound))]"
            } else if Self.types(member.value).contains("object") {
                value = largest(member.value, Self.needs(of: member.value))
            } else if member.key == "place" {
                value = #""resident""#
            } else {
                return nil
            }
            return #""\#(member.key)":\#(value)"#
        }
        return "{\(members.joined(separator: ","))}"
    }
}
