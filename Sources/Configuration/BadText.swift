/// The text that its kind refused, or that does not go with the others.
struct BadText: Error {
    var text: String
    /// Which of the texts it was.
    var index: Int
    /// To follow the text, where more can be said than what was expected.
    var reason: String?
}
