/// A backend that was given to the router while it ran: where it is, and what the operator says of it, in the words of the
/// settings.
package struct AddedBackend: Equatable, Sendable {
    package var url: String
    package var terms: String

    package init(url: String, terms: String) {
        self.url = url
        self.terms = terms
    }
}
