/// An element of a list that is right alone but not beside the others.
package struct Misfit: Sendable {
    package let index: Int
    /// To follow its text: "was set already".
    package let reason: String

    package init(index: Int, _ reason: String) {
        self.index = index
        self.reason = reason
    }
}
