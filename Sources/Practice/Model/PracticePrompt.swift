import Dialects

/// All the practice model takes in of a prompt: how long it is, and a number that is the same for the same prompt.
struct PracticePrompt: Sendable {
    private(set) var seed = PracticeChance.hash([])
    private var textBytes = 0

    /// Four bytes to a token is what English comes to.
    var tokens: Int { max(1, (textBytes + 3) / 4) }
    var isEmpty: Bool { textBytes == 0 }

    init(_ values: JSONValue?...) {
        for case let value? in values { take(value) }
    }

    private mutating func take(_ value: JSONValue) {
        switch value {
        case .string(let text):
            seed = PracticeChance.hash(text.utf8, from: seed)
            textBytes += text.utf8.count
        case .number(let number):
            // Texts may come as tokens.
            seed = PracticeChance.hash(number.text.utf8, from: seed)
            textBytes += 4
        case .array(let elements):
            for element in elements { take(element) }
        case .object(let object):
            for member in object.members where !Self.ignored.contains(member.key) { take(member.value) }
        case .null, .bool: break
        }
    }

    /// What is not text, or not the prompt's own.
    private static let ignored: Set<String> = [
        "role", "type", "images", "image_url", "input_audio", "source", "cache_control", "tool_call_id", "id",
    ]
}
