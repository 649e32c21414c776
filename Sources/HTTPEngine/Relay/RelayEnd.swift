/// How one attempt to have a backend answer an exchange ended.
package enum RelayEnd: Equatable, Sendable {
    /// The whole answer was passed on.
    case complete
    /// The connection had been used before and was closed without a byte of an answer: most likely the backend had given
    /// it up just then and never saw the request.
    case stale
    /// The backend failed and the client has heard nothing of it.
    case failed(UpstreamFault)
    /// The backend answered with a status that lets another one try; the client has heard nothing of it.
    indirect case declined(HeldAnswer)
    /// The backend failed in the middle of its answer.
    case torn(UpstreamFault)
    /// The request's body could not be read to its end; the client has heard nothing yet.
    case refused(BodyFault)
    case clientLeft
}

/// Why a backend gave no answer, or no whole one. The texts are kept elsewhere (`indirect`): every open stream keeps room for an
/// outcome.
package enum UpstreamFault: Error, Equatable, Sendable {
    case clientLeft
    case tooManyConnections
    indirect case unreachable(String)
    case connectTimeout
    /// It closed the connection before it answered.
    case closed
    case firstByteTimeout
    /// It answers, but not with what was asked for: nothing but its signs of life came in time.
    case firstTokenTimeout
    /// It fell silent in the middle of its answer, or stopped reading the request.
    case stalled
    /// What it sent is not HTTP as it must be.
    indirect case malformed(String)
    /// It closed the connection in the middle of its answer.
    case cut
    /// Its answer ended in good order, but not with the end that its language has for one.
    case incomplete
    /// It said in its answer that it failed, or what it said cannot be read.
    case reported

    package var explanation: String {
        switch self {
        case .clientLeft: "the client left"
        case .tooManyConnections: "too many connections to the backend are open"
        case .unreachable(let reason): "the backend cannot be reached: \(reason)"
        case .connectTimeout: "the backend did not accept a connection in time"
        case .closed: "the backend closed the connection without an answer"
        case .firstByteTimeout: "the backend did not begin to answer in time"
        case .firstTokenTimeout: "the backend sent no token in time"
        case .stalled: "the backend fell silent"
        case .malformed(let reason): "the backend's answer is malformed: \(reason)"
        case .cut: "the backend closed the connection in the middle of its answer"
        case .incomplete: "the backend ended its answer before it was complete"
        case .reported: "the backend broke off its answer with an error"
        }
    }
}
