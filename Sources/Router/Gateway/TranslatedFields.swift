import Dialects
import HTTPEngine

/// The fields of a request's head where its body is translated: those that speak of the client's dialect stay behind, and the
/// key is put where the backend's looks for it.
enum TranslatedFields {
    static func keeps(_ field: HeadField, of head: RequestHead) -> Bool {
        switch field.kind {
        case .other: break
        default: return true
        }
        let name = head.text(field.name).lowercased()
        return !["accept", "accept-encoding", "content-language", "x-api-key"].contains(name)
            && !["anthropic-", "openai-", "x-stainless-"].contains { name.hasPrefix($0) }
    }

    /// An answer that is to be read is asked for as it is, not compressed.
    static func own(for dialect: Dialect) -> [UInt8] {
        let version = dialect == .anthropic ? "anthropic-version: 2023-06-01\r\n" : ""
        return Array("Content-Type: application/json\r\nAccept-Encoding: identity\r\n\(version)".utf8)
    }

    /// The client's key, where it is not among the fields that go along already.
    static func key(_ head: RequestHead, for dialect: Dialect) -> [UInt8] {
        var output = ByteWriter(capacity: 160)
        let bearer = head.value(.authorization)
        let key = head.value(named: "x-api-key")
        if dialect == .anthropic {
            if let key = key.map({ head.text($0) }) ?? bearer.flatMap({ token(head.text($0)) }) {
                append("x-api-key: ", key, to: &output)
            }
        } else if let key, bearer == nil {
            append("Authorization: Bearer ", head.text(key), to: &output)
        }
        return output.bytes
    }

    private static func append(_ name: StaticString, _ value: String, to output: inout ByteWriter) {
        output.append(name)
        output.append(text: value)
        output.append("\r\n")
    }

    private static func token(_ value: String) -> String? {
        let scheme = "bearer "
        return value.lowercased().hasPrefix(scheme) ? String(value.dropFirst(scheme.count)) : nil
    }
}
