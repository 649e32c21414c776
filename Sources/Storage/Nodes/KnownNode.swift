/// A node that has proven who it is: the secret that it showed first is the one it is known by.
package struct KnownNode: Equatable, Sendable {
    package var id: String
    /// Of its secret, in hexadecimal digits: whoever reads the file cannot speak for the node.
    package var secretHash: String
    /// The name it is shown and remembered by.
    package var name: String
    /// The name it asked for, which another may have had already.
    package var wish: String
    /// When it spoke last, in seconds since 1970, as far as it is written.
    package var seen: Int64

    package init(id: String, secretHash: String, name: String, wish: String, seen: Int64) {
        self.id = id
        self.secretHash = secretHash
        self.name = name
        self.wish = wish
        self.seen = seen
    }
}
