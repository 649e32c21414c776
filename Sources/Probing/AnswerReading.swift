import Dialects
import Fleet
import HTTPEngine

/// The answers to the questions, parsed as they are asked for.
struct AnswerReading {
    private let answers: [String: Fetch.Answer]

    init(_ answers: [String: Fetch.Answer]) {
        self.answers = answers
    }

    func json(_ path: String) -> JSONValue? {
        guard let answer = answers[path], answer.status == 200 else { return nil }
        return try? JSONValue(parsing: answer.body)
    }

    func text(_ path: String) -> String? {
        guard let answer = answers[path], answer.status == 200 else { return nil }
        return String(decoding: answer.body, as: UTF8.self)
    }
}

extension ModelReport {
    /// A model listed under this name; nil for a name that cannot be one.
    init?(listed spelling: String?, _ place: Place) {
        guard let spelling, let name = ModelName(spelling) else { return nil }
        self.init(name, place)
        self.spelling = spelling
    }
}

extension Capability {
    /// As servers name them; what is not known here is left out.
    init(names: [JSONValue]) {
        self = []
        for case .string(let name) in names {
            switch name {
            case "completion": formUnion([.chat, .completion])
            case "embedding": insert(.embeddings)
            default: Self.named.first { $0.name == name }.map { formUnion($0.capability) }
            }
        }
    }
}
