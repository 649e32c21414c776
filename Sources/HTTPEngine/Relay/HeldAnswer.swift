/// A backend's refusal, kept from the client while another backend may still be asked.
package struct HeldAnswer: Equatable, Sendable {
    /// Longer bodies are cut: who refuses has little to say.
    static let bodyMax = 64 * 1024

    package var status: UInt16
    package var contentType = ""
    package var retryAfter: String?
    package var body: [UInt8] = []
    /// The body was longer than what is kept of it.
    package var isCut = false
    /// It refused the key it got from here. Whoever is told hears of a failure, and not in its words.
    package let isOfOurKey: Bool

    package init(_ status: UInt16, _ contentType: String, _ body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
        isOfOurKey = false
    }

    init(_ head: ResponseHead, isOfOurKey: Bool = false) {
        status = isOfOurKey ? 502 : head.status
        self.isOfOurKey = isOfOurKey
        if let type = head.value(.contentType) { contentType = head.text(type) }
        if let wait = head.value(.retryAfter) { retryAfter = head.text(wait) }
    }

    mutating func keep(_ data: Span<UInt8>, upTo max: Int = HeldAnswer.bodyMax) {
        let room = max - body.count
        if data.count > room { isCut = true }
        data.extracting(0..<min(room, data.count)).withUnsafeBufferPointer { body.append(contentsOf: $0) }
    }
}
