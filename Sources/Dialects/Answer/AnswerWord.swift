/// What a `type` says, as far as it means something to a watcher.
enum AnswerWord: Sendable {
    case other
    case messageStop, toolUse
    case completed, incomplete, failed
    case error

    /// The longest of them; of a longer one nothing needs to be kept.
    static let lengthMax = 32

    init(_ text: Span<UInt8>) {
        self =
            switch text.count {
            case 5: text.equals("error") ? .error : .other
            case 8: text.equals("tool_use") ? .toolUse : .other
            case 12: text.equals("message_stop") ? .messageStop : .other
            case 15: text.equals("server_tool_use") ? .toolUse : text.equals("response.failed") ? .failed : .other
            case 18: text.equals("response.completed") ? .completed : .other
            case 19: text.equals("response.incomplete") ? .incomplete : .other
            default: .other
            }
    }
}
