import Dialects

/// Reads a form as servers do that have all of it in memory: texts by their names, and of each file how long it is.
enum PracticeForm {
    static func object(_ body: [UInt8]) throws(PracticeError) -> JSONObject {
        guard let line = body.firstRange(of: lineEnd), body.starts(with: dashes) else {
            throw .invalid("There was an error parsing the body: this is no form")
        }
        let divider = lineEnd + body[..<line.lowerBound]
        var rest = body[line.lowerBound...]
        var object = JSONObject()
        while rest.starts(with: lineEnd) {
            guard let head = rest.firstRange(of: lineEnd + lineEnd),
                let end = rest[(head.upperBound - 2)...].firstRange(of: divider)
            else { throw .invalid("There was an error parsing the body: a part has no end") }
            let content = rest[head.upperBound..<max(head.upperBound, end.lowerBound)]
            append(content, String(decoding: rest[..<head.lowerBound], as: UTF8.self), to: &object)
            rest = rest[end.upperBound...]
        }
        guard rest.starts(with: dashes) else { throw .invalid("There was an error parsing the body: it has no end") }
        return object
    }

    private static let lineEnd = Array("\r\n".utf8)
    private static let dashes = Array("--".utf8)

    private static func append(_ content: ArraySlice<UInt8>, _ head: String, to object: inout JSONObject) {
        guard let name = parameter("name", in: head) else { return }
        let isFile = parameter("filename", in: head) != nil
        object.append(
            name,
            isFile ? .number(JSONNumber(content.count)) : .string(String(decoding: content, as: UTF8.self))
        )
    }

    private static func parameter(_ name: String, in head: String) -> String? {
        guard let start = head.firstRange(of: "; \(name)=\"") else { return nil }
        return String(head[start.upperBound...].prefix { $0 != "\"" })
    }
}
