import Configuration
import Dialects
import Fleet
import Router

/// A server as `POST /fleet/backends` wants it, from what stands on the command line: read there as in the settings, so that what
/// is wrong is said before anybody is asked.
struct BackendQuestion {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    let body: [UInt8]

    /// - Parameters:
    ///   - words: the URL, and terms behind it.
    ///   - isChecked: it is to be refused unless it answers.
    ///   - folder: where paths begin that begin nowhere.
    init(
        _ words: [String],
        flags: [(name: String, value: String)],
        isChecked: Bool = false,
        in folder: String
    ) throws(Fault) {
        let terms = flags.filter { !$0.value.isEmpty }.map { Self.term($0.name, $0.value) }
        let all = words + terms
        if let blank = all.first(where: { $0.contains { $0.isWhitespace } }) {
            throw Fault(description: "\(blank.plain) has a blank in it, which no term may have")
        }
        switch ConfiguredBackend.read(all.joined(separator: " ")) {
        case .success(let backend):
            var object = Self.object(backend, in: folder)
            if isChecked { object.append("check", true) }
            body = JSONValue.object(object).encoded
        case .failure(let fault):
            let expected = "is no address: it takes a URL such as http://10.0.0.5:11434"
            throw Fault(description: "\((words.first ?? "").plain) \((fault.reason ?? expected).plain)")
        }
    }

    /// A weight is a handicap seen from the other side.
    private static func term(_ name: String, _ value: String) -> String {
        if name != "weight" { return "\(name)=\(value)" }
        return value.hasPrefix("-") ? "handicap=\(value.dropFirst())" : "handicap=-\(value)"
    }

    private static func object(_ backend: ConfiguredBackend, in folder: String) -> JSONObject {
        var object: JSONObject = ["url": .string(backend.address.description)]
        let terms = backend.terms
        if let name = terms.node { object.append("name", .string(name)) }
        if let kind = terms.kind { object.append("type", .string(kind.rawValue)) }
        if let labels = terms.labels { object.append("labels", .array(labels.sorted().map { .string($0) })) }
        if let models = terms.models { object.append("models", .array(models.map { .string($0) })) }
        if let slots = terms.slots { object.append("slots", .number(JSONNumber(slots))) }
        if let tier = terms.costTier { object.append("cost_tier", .number(JSONNumber(tier))) }
        if let handicap = terms.handicap.flatMap({ JSONNumber($0.value) }) {
            object.append("handicap", .number(handicap))
        }
        for (member, path) in [("key_file", terms.keyFile), ("ca_file", terms.caFile)] {
            guard let path else { continue }
            let isWhole = path.hasPrefix("/") || path.hasPrefix("~/")
            object.append(member, .string(isWhole ? path : "\(folder)/\(path)"))
        }
        return object
    }
}
