/// Whether, and how hard, a model shall think before it answers.
enum ChatThinking: Equatable, Sendable {
    enum Effort: Int, CaseIterable, Sendable {
        case minimal, low, medium, high, max
    }

    case off
    /// As hard as the model likes.
    case on
    case effort(Effort)
    /// At most so many tokens.
    case budget(Int)

    /// The words clients use, in any dialect. Nil when it is none of them.
    init?(word: String) {
        switch word {
        case "none": self = .off
        case "minimal": self = .effort(.minimal)
        case "low": self = .effort(.low)
        case "medium": self = .effort(.medium)
        case "high": self = .effort(.high)
        case "max", "xhigh", "ultra": self = .effort(.max)
        default: return nil
        }
    }

    /// Nil when there is to be none.
    var effort: Effort? {
        switch self {
        case .off: nil
        case .on: .medium
        case .effort(let effort): effort
        case .budget(let tokens): Effort.allCases.last { $0.budget <= tokens } ?? .minimal
        }
    }

    /// Nil when there is to be none.
    var budget: Int? {
        if case .budget(let tokens) = self { tokens } else { effort?.budget }
    }
}

extension ChatThinking.Effort {
    /// An effort in tokens. The least is the least Anthropic allows; each has its own, so that it can be told from it again.
    var budget: Int {
        switch self {
        case .minimal: 1024
        case .low: 2048
        case .medium: 8192
        case .high: 16384
        case .max: 32768
        }
    }
}
