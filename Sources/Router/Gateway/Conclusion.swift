import HTTPEngine

/// How a request for inference ended, for who tells the client and the log.
///
/// An object, so that who waits for it through a long answer keeps room for a reference.
final class Conclusion {
    enum Ending {
        case relayed(RelayEnd)
        case refused(Failure)
        /// No backend that says what it has has the model.
        case unknown(RequestBody, Failure)
    }

    var end: Ending
    var destination: Destination?
    var attempts = 0
    /// The number of its record; nil when it was refused before it had one.
    var record: Int?

    init(end: Ending) {
        self.end = end
    }

    /// What the client gets is what a backend said.
    var isAnsweredByBackend: Bool {
        switch end {
        case .relayed(.complete), .relayed(.torn), .relayed(.declined): true
        case .relayed, .refused, .unknown: false
        }
    }
}
