/// By what a node shows that it is the one it was: an id that it keeps, and the secret that belongs to it.
struct NodeProof: Equatable, Sendable {
    let id: String
    let secret: String

    init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }

    /// Nil for a heartbeat that shows neither, as a script sends it.
    init?(_ reader: FieldReader) throws(FieldReader.Fault) {
        guard let id = try reader.text("id") else {
            if try reader.text("secret") != nil { throw reader.fault("id", "there where a secret is") }
            return nil
        }
        // With room for the number of a node that is the second of its name.
        let name = try reader.text("node") ?? ""
        guard name.utf8.count <= 200 else { throw reader.fault("node", "at most 200 bytes") }
        guard (8...64).contains(id.utf8.count) else { throw reader.fault("id", "8 to 64 bytes") }
        let secret = try reader.required("secret", try reader.text("secret"), "the secret of this id")
        guard (16...128).contains(secret.utf8.count) else { throw reader.fault("secret", "16 to 128 bytes") }
        self.init(id: id, secret: secret)
    }
}
