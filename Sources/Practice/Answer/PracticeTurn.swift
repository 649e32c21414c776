import Dialects

/// What a chat asks last: words, or what the tools gave back.
struct PracticeTurn: Sendable {
    private(set) var text = ""
    private(set) var results: [String] = []

    /// - Parameter messages: in any dialect.
    init(_ messages: [JSONValue]) {
        for message in messages.reversed() {
            if message["role"] == "tool" {
                results.insert(Self.words(message["content"]), at: 0)
                continue
            }
            if results.isEmpty { read(message["content"]) }
            return
        }
    }

    /// What the answer says about the results.
    var remark: String {
        results.map { " A tool gave back: \($0)" }.joined()
    }

    private mutating func read(_ content: JSONValue?) {
        for block in content?.array ?? [] where block["type"] == "tool_result" {
            results.append(Self.words(block["content"]))
        }
        text = Self.words(content)
    }

    private static func words(_ content: JSONValue?) -> String {
        if let text = content?.string { return text }
        return (content?.array ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
    }
}
