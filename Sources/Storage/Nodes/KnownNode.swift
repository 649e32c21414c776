/// A node that has proven who it is: the secret that it showed first is the one it is known by.
package struct KnownNode: Equatable, Sendable {
    package var id: String
    /// Of its secret, in hexadecimal digits: whoever reads the file cannot speak for the node.
    package var secretHash: String
    /// The name it is shown and remembered by.
    package var name: String
    /// The name it asked for, which another may have had already.
    package var wish: String

    package init(id: String, secretHash: String, name: String, wish: String) {
        self.id = id
        self.secretHash = secretHash
        self.name = name
        self.wish = wish
    }
}
