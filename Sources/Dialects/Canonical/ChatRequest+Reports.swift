extension ChatRequest {
    /// Why a backend of another dialect cannot be asked this.
    ///
    /// - Parameter text: goes on after the field's name.
    func refusal(_ field: ChatField, _ text: String) -> DialectError {
        DialectError(field: field.name(in: source), text)
    }

    /// The backend will not hear of this, which does no harm.
    func drop(_ field: ChatField, into dropped: inout DroppedFields) {
        dropped.note(field.name(in: source))
    }

    /// As above, if the client said something there at all.
    func drop(_ field: ChatField, if isSaid: Bool, into dropped: inout DroppedFields) {
        if isSaid { drop(field, into: &dropped) }
    }
}
