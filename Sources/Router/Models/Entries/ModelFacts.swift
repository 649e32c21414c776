import Dialects
import Fleet
import Telemetry

/// What is known of a model from the one backend that describes it, whatever that backend's words are: what an entry is made of
/// in a language which that backend does not speak.
struct ModelFacts {
    let name: ModelName
    let size: Int
    let digest: String
    let contextMax: Int?
    /// As Ollama calls them.
    let capabilities: [String]
    private(set) var changedAt: Telemetry.WallTime?
    private(set) var format = ""
    private(set) var family = ""
    private(set) var parameters: Double?
    private(set) var parameterSize = ""
    private(set) var quantization = ""
    private(set) var owner: String?
    private(set) var title: String?

    /// - Parameter card: the backend's own entry, decoded.
    init(_ report: ModelReport, _ card: JSONValue?) {
        name = report.name
        size = Int(report.size?.value ?? 0)
        digest = report.digest.flatMap { Self.isLong($0.text) ? $0.text : nil } ?? Self.standIn(for: report.name)
        contextMax = report.contextMax ?? report.contextLength
        capabilities = Self.words(for: report.capabilities)
        guard let card, let form = report.card?.form else { return }
        switch form {
        case .ollama: readOllama(card)
        case .openAI: readOpenAI(card)
        case .lmStudio: readLMStudio(card)
        }
    }

    /// Clients show the first twelve letters of a digest, and some do not look whether there are as many.
    static func isLong(_ digest: String) -> Bool { digest.utf8.count >= 12 }

    private mutating func readOllama(_ card: JSONValue) {
        changedAt = card["modified_at"]?.string.flatMap { Telemetry.WallTime(rfc3339: $0) }
        let details = card["details"]
        format = details?["format"]?.string ?? ""
        family = details?["family"]?.string ?? ""
        parameterSize = details?["parameter_size"]?.string ?? ""
        quantization = details?["quantization_level"]?.string ?? ""
    }

    private mutating func readOpenAI(_ card: JSONValue) {
        changedAt = card["created"]?.integer.flatMap { 1...253_402_300_799 ~= $0 ? .init(seconds: Int64($0)) : nil }
        // Anthropic's own list has these instead.
        changedAt = changedAt ?? card["created_at"]?.string.flatMap { Telemetry.WallTime(rfc3339: $0) }
        title = card["display_name"]?.string
        owner = card["owned_by"]?.string
        parameters = card["meta"]?["n_params"]?.double
        if let parameters { parameterSize = Self.counted(parameters) }
    }

    private mutating func readLMStudio(_ card: JSONValue) {
        format = card["format"]?.string ?? ""
        family = card["architecture"]?.string ?? ""
        parameterSize = card["params_string"]?.string ?? ""
        quantization = card["quantization"]?["name"]?.string ?? ""
        owner = card["publisher"]?.string
        title = card["display_name"]?.string
    }

    /// `8.0B`, as people speak of models.
    private static func counted(_ number: Double) -> String {
        let units: [(Double, String)] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")]
        guard let (unit, letter) = units.first(where: { number >= $0.0 }) else { return "" }
        let tenths = Int(min(number / unit * 10, 1e9).rounded())
        return "\(tenths / 10).\(tenths % 10)\(letter)"
    }

    /// What nobody has said it can do is not claimed, but for the one thing that all can.
    private static func words(for capabilities: Capability?) -> [String] {
        guard let capabilities else { return ["completion"] }
        let words: [(Capability, String)] = [
            (.chat, "completion"), (.completion, "completion"), (.tools, "tools"), (.insert, "insert"),
            (.vision, "vision"), (.embeddings, "embedding"), (.thinking, "thinking"), (.image, "image"),
            (.speech, "audio"),
        ]
        return words.reduce(into: []) { if capabilities.contains($1.0), !$0.contains($1.1) { $0.append($1.1) } }
    }

    /// For servers that know no digests: the same for the same name everywhere, and another for every other.
    private static func standIn(for name: ModelName) -> String {
        (UInt64(0)..<4).map { part -> String in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ (part &* 0x9E37_79B9_7F4A_7C15)
            for byte in name.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            hash = (hash ^ (hash >> 31)) &* 0xBF58_476D_1CE4_E5B9
            let digits = String(hash ^ (hash >> 29), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
