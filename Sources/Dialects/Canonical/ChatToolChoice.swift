/// Whether a model may call tools, must, or must call a certain one.
enum ChatToolChoice: Equatable, Sendable {
    case auto, none, required
    case tool(String)

    var isForced: Bool {
        switch self {
        case .auto, .none: false
        case .required, .tool: true
        }
    }
}
