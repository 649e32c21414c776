/// One thing to ask a server, by a path that changes nothing there: looking must not load a model nor start a generation.
struct Question: Sendable {
    let path: String
    /// Asked only where this one was not answered: the older or the newer form of the same.
    let instead: String?

    init(_ path: String, insteadOf other: String? = nil) {
        self.path = path
        instead = other
    }
}
