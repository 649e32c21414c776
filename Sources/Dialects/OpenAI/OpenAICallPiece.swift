/// What a chunk says of a call: its beginning, or some of its arguments.
struct OpenAICallPiece {
    var index: Int
    var id = ""
    var name = ""
    var arguments = ""

    init(index: Int) {
        self.index = index
    }

    mutating func decodeFunction(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) {
        guard cursor.enter(.object, in: bytes) else { return }
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("name", in: bytes) {
                name = cursor.text(in: bytes) ?? ""
            } else if key.equals("arguments", in: bytes) {
                // Some give the object itself.
                arguments =
                    cursor.kind(in: bytes) == .object
                    ? cursor.json(in: bytes) : cursor.text(in: bytes) ?? ""
            } else {
                cursor.skip(in: bytes)
            }
        }
    }
}

/// A call that has begun, by the index its pieces have.
struct OpenAICallPlace: Sendable {
    let index: Int
    let id: String

    /// Another id at the same index is another call; the same one, or none, goes on.
    func continues(_ piece: OpenAICallPiece) -> Bool {
        piece.id.isEmpty ? piece.name.isEmpty || !id.isEmpty : piece.id == id
    }
}
