import Fleet

/// What an answer says of itself that its backend does not, or says in a form another dialect's clients do not know.
///
/// Made by whoever holds the clock and names the request: translators read no clock and draw no lots, so the same backend's
/// bytes always give the same answer.
package struct AnswerStamp: Sendable {
    /// The request's: ids of messages, chunks and of calls that have none are made of it.
    package let id: String
    /// When the request was sent, in nanoseconds since 1970.
    package let created: Int64
    /// The model that answers, by the name the client shall see.
    package let model: String
    /// About: for Anthropic's clients, who are told before the backend knows.
    package let promptTokens: Int

    package init(id: String, created: Int64, model: String, promptTokens: Int) {
        self.id = String(id.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic || "0"..."9" ~= $0 })
        self.created = created
        self.model = model
        self.promptTokens = promptTokens
    }

    /// For a call that the backend gave no id.
    func callID(_ number: Int) -> String { "call_\(id)_\(number)" }

    /// When the answer is `elapsed` old: RFC 3339 with nanoseconds, as Go writes it.
    func time(after elapsed: Seconds) -> String {
        let nanoseconds = max(0, created &+ Int64(max(0, min(elapsed.value, 1e8)) * 1e9))
        let (seconds, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let date = CivilDate(daysSince1970: Int(seconds / 86_400))
        let clock = Int(seconds % 86_400)
        let parts = [(clock / 3600, 2), (clock / 60 % 60, 2), (clock % 60, 2)].map(Self.padded)
        return "\(date.text)T\(parts.joined(separator: ":")).\(Self.padded(Int(fraction), 9))Z"
    }

    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
