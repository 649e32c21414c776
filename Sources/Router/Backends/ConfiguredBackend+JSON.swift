import Configuration
import Dialects

/// A backend as `POST /fleet/backends` gives it. Each member has the name and the limits of the term in the settings, so what is
/// taken here can be written there.
extension ConfiguredBackend {
    private static let textMax = 4096

    init(_ json: JSONValue) throws(FieldReader.Fault) {
        let reader = try FieldReader(json)
        let known = ["url", "check"] + BackendTerm.allCases.map(\.member)
        if let stranger = json.object?.members.first(where: { !known.contains($0.key) })?.key.prefix(64) {
            throw FieldReader.Fault(
                path: "",
                expected: "without \(stranger): there are \(known.joined(separator: ", "))"
            )
        }
        let expected = "a URL such as http://10.0.0.5:11434"
        let url = try reader.required("url", try reader.string("url"), expected)
        guard url.utf8.count <= Self.textMax, let address = ServiceAddress(url) else {
            throw reader.fault("url", expected)
        }
        self.init(address: address)
        for term in BackendTerm.allCases {
            guard let text = try term.text(in: reader) else { continue }
            guard text.utf8.count <= Self.textMax, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
                !text.isEmpty, !term.isPath || text.hasPrefix("/") || text.hasPrefix("~/"),
                term.set(text, in: &terms)
            else {
                throw reader.fault(
                    term.member,
                    term.isPath ? "an absolute path without blanks" : "\(term.expected), without blanks"
                )
            }
        }
        if terms.caFile != nil, !address.isSecure {
            throw reader.fault("ca_file", "left out where the url is not https")
        }
    }
}

extension BackendTerm {
    private static let paths: [BackendTerm] = [.keyFile, .caFile]

    /// Of a file on the router's machine.
    fileprivate var isPath: Bool { Self.paths.contains(self) }

    /// What it is called in JSON.
    fileprivate var member: String { String(rawValue.map { $0 == "-" ? "_" : $0 }) }

    /// As it would stand in the settings; nil where it is not given.
    fileprivate func text(in reader: FieldReader) throws(FieldReader.Fault) -> String? {
        switch self {
        case .name, .type, .keyFile, .caFile: return try reader.string(member)
        case .costTier, .slots: return try reader.count(member).map(String.init)
        case .handicap:
            guard let seconds = try reader.number(member) else { return nil }
            guard abs(seconds) <= 3600 else { throw reader.fault(member, "seconds, up to an hour") }
            return "\(Int((seconds * 1000).rounded()))ms"
        case .labels, .models:
            guard let words = try reader.strings(member) else { return nil }
            guard words.allSatisfy({ !$0.isEmpty && !$0.contains(",") }) else {
                throw reader.fault(member, "a list of texts without commas")
            }
            return words.isEmpty ? nil : words.joined(separator: ",")
        }
    }
}
