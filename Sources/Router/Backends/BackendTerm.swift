import Configuration
import Fleet

/// One of the words that may stand behind a backend's address.
package enum BackendTerm: String, CaseIterable {
    case name, labels, handicap
    case costTier = "cost-tier"
    case slots, type, models
    case keyFile = "key-file"
    case caFile = "ca-file"

    /// What its value should be.
    package var expected: String {
        switch self {
        case .name: "a name of up to 255 bytes"
        case .labels: "words with commas between them, such as gpu,home"
        case .handicap: "seconds with their unit, such as 2s or -500ms, up to an hour"
        case .costTier: "a whole number from 0 to 100"
        case .slots: "a whole number from 1 to 1024"
        case .type: "one of \(BackendKind.allCases.map(\.rawValue).joined(separator: ", "))"
        case .models: "names of models with commas between them"
        case .keyFile: "a path without spaces to a file that holds the key and nothing else"
        case .caFile: "a path without spaces to a file of certificates in PEM form"
        }
    }

    /// False when the value is none.
    func set(_ text: String, in terms: inout BackendTerms) -> Bool {
        switch self {
        case .name:
            guard text.utf8.count <= 255 else { return false }
            terms.node = text
        case .labels:
            let labels = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard labels.allSatisfy({ !$0.isEmpty }) else { return false }
            terms.labels = Set(labels)
        case .handicap:
            let isNegative = text.hasPrefix("-")
            guard let size = Self.time.read(isNegative ? String(text.dropFirst()) : text, Self.nowhere) else {
                return false
            }
            terms.handicap = Seconds(isNegative ? .zero - size : size)
        case .costTier:
            guard let tier = Kind<Int>.integer(in: 0...100).read(text, Self.nowhere) else { return false }
            terms.costTier = tier
        case .slots:
            guard let slots = Kind<Int>.integer(in: 1...1024).read(text, Self.nowhere) else { return false }
            terms.slots = slots
        case .type:
            guard let kind = BackendKind(rawValue: text) else { return false }
            terms.kind = kind
        case .models:
            let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard names.allSatisfy({ ModelName($0) != nil }) else { return false }
            terms.models = names
        case .keyFile:
            guard !text.utf8.contains(0) else { return false }
            terms.keyFile = text
        case .caFile:
            guard !text.utf8.contains(0) else { return false }
            terms.caFile = text
        }
        return true
    }

    /// As it is written; nil where nothing is said.
    func text(in terms: BackendTerms) -> String? {
        switch self {
        case .name: terms.node
        case .labels: terms.labels?.sorted().joined(separator: ",")
        case .handicap: terms.handicap.map { Self.text(of: $0) }
        case .costTier: terms.costTier.map(String.init)
        case .slots: terms.slots.map(String.init)
        case .type: terms.kind?.rawValue
        case .models: terms.models?.joined(separator: ",")
        case .keyFile: terms.keyFile
        case .caFile: terms.caFile
        }
    }

    private static let time = Kind<Duration>.duration(in: .zero ... .seconds(3600))
    private static let nowhere = Surroundings(platform: .linux)

    private static func text(of seconds: Seconds) -> String {
        let size = time.write(.nanoseconds(Int64((abs(seconds.value) * 1e9).rounded())))
        return seconds < .zero ? "-\(size)" : size
    }
}
