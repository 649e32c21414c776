import Dialects
import Fleet
import HTTPEngine

/// The answers to the questions, parsed as they are asked for.
struct AnswerReading {
    private let answers: [String: Fetch.Answer]

    init(_ answers: [String: Fetch.Answer]) {
        self.answers = answers
    }

    func status(_ path: String) -> UInt16? { answers[path]?.status }

    /// What kind of program gave the answer, in its own words.
    func server(_ path: String) -> String? { answers[path]?.server }

    func json(_ path: String) -> JSONValue? {
        guard status(path) == 200 else { return nil }
        return anyJSON(path)
    }

    /// Of a refusal too.
    func anyJSON(_ path: String) -> JSONValue? {
        answers[path].flatMap { try? JSONValue(parsing: $0.body) }
    }

    func text(_ path: String) -> String? {
        guard let answer = answers[path], answer.status == 200 else { return nil }
        return String(decoding: answer.body, as: UTF8.self)
    }

    func body(_ path: String) -> [UInt8]? { status(path) == 200 ? answers[path]?.body : nil }

    /// It wants a key, or another one.
    func isRefused(_ path: String) -> Bool { status(path) == 401 || status(path) == 403 }

    /// It is there and says that it is not well.
    func isFailing(_ path: String) -> Bool { status(path).map { $0 >= 500 } ?? false }
}

extension JSONValue {
    /// A number of things, where it is one: servers have been seen to send -1 and floating point.
    var count: Int? {
        guard let value = double, value >= 0, value < 9e15 else { return nil }
        return Int(value)
    }

    /// The same where none is as good as unsaid.
    var positive: Int? { count.flatMap { $0 > 0 ? $0 : nil } }

    var size: ByteCount? { positive.map { ByteCount(Int64($0)) } }
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
            case "tool-calling", "tool_use": insert(.tools)
            case "reranking": insert(.rerank)
            case "reasoning": insert(.thinking)
            case "audio": insert(.transcription)
            case "tts": insert(.speech)
            default: Self.named.first { $0.name == name }.map { formUnion($0.capability) }
            }
        }
    }
}
