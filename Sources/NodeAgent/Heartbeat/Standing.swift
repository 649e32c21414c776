/// How the agent stands with its router. Told once, and again when it changes.
package enum Standing: Equatable, Sendable {
    case starting
    case joined(name: String)
    /// Nobody answers there, with why.
    case looking(String)
    /// It answers, and does not take what is said.
    case refused(String)

    /// In one word, for programs.
    package var word: String {
        switch self {
        case .starting: "starting"
        case .joined: "joined"
        case .looking: "looking"
        case .refused: "refused"
        }
    }

    package var isJoined: Bool { if case .joined = self { true } else { false } }

    /// Another way of failing is news; the same with another number in it is not.
    package func isNews(after last: Standing) -> Bool {
        switch (last, self) {
        case (.looking, .looking): false
        default: last != self
        }
    }
}
