/// What of a request's head decides about the form of its answer.
package struct WireClient: Equatable, Sendable {
    package var isHead = false
    package var isHTTP10 = false
    package var keepsAlive = true

    package init(isHead: Bool = false, isHTTP10: Bool = false, keepsAlive: Bool = true) {
        self.isHead = isHead
        self.isHTTP10 = isHTTP10
        self.keepsAlive = keepsAlive
    }
}
