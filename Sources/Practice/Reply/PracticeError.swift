/// What is wrong with a request, before a dialect has put it into words of its own.
struct PracticeError: Error, Equatable, Sendable {
    var status: UInt16
    var message: String
    /// In OpenAI's words, where the status alone does not say it.
    var type: String?

    static func invalid(_ message: String) -> PracticeError {
        PracticeError(status: 400, message: message)
    }

    static func unknownModel(_ name: String) -> PracticeError {
        PracticeError(status: 404, message: "model '\(name)' not found")
    }
}
