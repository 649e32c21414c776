/// What an attempt is to do beyond passing bytes on. Without one it is a plain proxy's.
package struct RelayPlan {
    /// Sees the answer go by.
    package var observer: (any AnswerObserver)?
    /// Refusals that another backend may make good are kept from the client.
    package var withholdsRefusals = false
    /// Sent in the place of what of the body is in memory, one piece after the other.
    package var pieces: [ArraySlice<UInt8>]?
    /// For a backend that speaks another language.
    package var rewriter: (any AnswerRewriter)?

    package init() {}
}

/// Watches an answer on its way to the client, on the loop's thread. It changes nothing.
package protocol AnswerObserver: AnyObject {
    /// What was asked for has begun to come. Until then a backend's signs of life do not put off the deadline of its first token.
    var hasBegun: Bool { get }
    /// All that came says that something is missing at the end, or that the end is; for when the body has ended.
    var isCutShort: Bool { get }
    /// A sign of life may stand behind what came.
    var isBetweenFrames: Bool { get }
    func headArrived(_ head: ResponseHead)
    /// The body's next bytes, without their framing.
    func dataArrived(_ data: Span<UInt8>)
}

extension AnswerObserver {
    /// Who does not follow an answer's words cannot tell.
    package var isCutShort: Bool { false }
    package var isBetweenFrames: Bool { false }
}

extension ResponseHead {
    var isWorthAnotherTry: Bool { HeldAnswer.isWorthAnotherTry(status) }
}

extension HeldAnswer {
    package var isWorthAnotherTry: Bool { Self.isWorthAnotherTry(status) }

    /// A refusal that says more about the backend than about the request.
    fileprivate static func isWorthAnotherTry(_ status: UInt16) -> Bool {
        status >= 500 || status == 404 || status == 408 || status == 429
    }
}
