/// The text that its kind refused.
struct BadText: Error {
    var text: String
}
