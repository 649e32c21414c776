import Dialects

/// All the practice model takes in of a prompt: how long it is, how large its pictures are, and a number that is the same for
/// the same prompt.
struct PracticePrompt: Sendable {
    private(set) var seed = PracticeChance.hash([])
    private var textBytes = 0
    /// The size of each picture in bytes; nil for one that cannot be read.
    private(set) var images: [Int?] = []

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
            for member in object.members {
                if Self.pictured.contains(member.key) {
                    look(at: member.value)
                } else if !Self.ignored.contains(member.key) {
                    take(member.value)
                }
            }
        case .null, .bool: break
        }
    }

    /// Ollama's list of base64, OpenAI's address, Anthropic's source.
    mutating func look(at value: JSONValue) {
        for picture in value.array ?? [value] { images.append(Self.size(of: picture)) }
    }

    private static func size(of picture: JSONValue) -> Int? {
        let address = picture["url"]?.string
        guard let text = address ?? picture["data"]?.string ?? picture.string else { return nil }
        if let mark = text.prefix(100).firstRange(of: ";base64,") { return Base64.count(in: text[mark.upperBound...]) }
        return address == nil ? Base64.count(in: text[...]) : nil
    }

    /// What the answer says about the pictures.
    var remark: String {
        images.map { " It was shown a picture of \($0 ?? 0) bytes." }.joined()
    }

    private static let pictured: Set<String> = ["images", "image_url", "source"]

    /// What is not text, or not the prompt's own.
    private static let ignored: Set<String> = [
        "role", "type", "input_audio", "cache_control", "tool_call_id", "id", "signature",
    ]
}
