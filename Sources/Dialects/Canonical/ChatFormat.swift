/// What form the answer shall have, other than text.
enum ChatFormat: Equatable, Sendable {
    case json
    case schema(JSONValue, name: String?, isStrict: Bool?)
}
