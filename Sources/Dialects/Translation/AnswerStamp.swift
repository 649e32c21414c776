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
        // Written into every line of a stream, so letter by letter.
        var text: [UInt8] = []
        text.reserveCapacity(32)
        text.append(date.year, width: 4, then: "-")
        text.append(date.month, width: 2, then: "-")
        text.append(date.day, width: 2, then: "T")
        text.append(clock / 3600, width: 2, then: ":")
        text.append(clock / 60 % 60, width: 2, then: ":")
        text.append(clock % 60, width: 2, then: ".")
        text.append(Int(fraction), width: 9, then: "Z")
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ value: Int, width: Int, then end: Unicode.Scalar) {
        var unit = 1
        for _ in 1..<width { unit *= 10 }
        while unit > 0 {
            append(JSONByte.zero + UInt8(value / unit % 10))
            unit /= 10
        }
        append(UInt8(ascii: end))
    }
}
