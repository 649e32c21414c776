/// How an answer's body is passed on, which depends on how the backend frames it and on what the client understands.
enum AnswerPassage {
    /// Same framing on both sides: the bytes are checked and forwarded as they are.
    case same
    /// The backend sends chunks, the client is of HTTP/1.0: the data alone, ended by closing.
    case unchunked
    /// The backend ends its body by closing; the client gets chunks, so that a cut can be told from the end.
    case chunked
    /// Ended by closing on both sides.
    case untilClose
    /// Not passed on, but kept: while another backend may be asked, or until it can be rewritten.
    case withheld
    /// The client's stream has been begun by us: the data alone, in that stream's framing.
    case resumed
    /// What the client gets is composed anew, piece by piece.
    case rewritten

    init(_ length: BodyLength, for version: HTTPVersion) {
        self =
            switch (length, version) {
            case (.untilClose, .http11): .chunked
            case (.untilClose, .http10): .untilClose
            case (.chunked, .http10): .unchunked
            default: .same
            }
    }

    /// Each piece that the client gets is a chunk of its own.
    var isOfOurChunks: Bool { self == .chunked || self == .resumed || self == .rewritten }

    /// How the client can tell where the body ends.
    func framing(of length: BodyLength) -> Exchange.AnswerFraming {
        switch self {
        case .same: length == .chunked ? .chunked : .length
        case .chunked: .chunked
        case .unchunked, .untilClose, .withheld, .resumed, .rewritten: .untilClose
        }
    }
}
