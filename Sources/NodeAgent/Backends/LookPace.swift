import Fleet

/// How soon a place is looked at again, by what was found there.
///
/// A server that answers is asked how busy it is, and one that the owner has named is awaited. A usual port where nobody listens
/// costs one refused connection on this machine: it is asked every few seconds, so that a new server is noticed soon. Something
/// else that answers there is asked ever more rarely.
struct LookPace: Equatable, Sendable {
    static let usualPort: Seconds = 5
    static let strangerMin: Seconds = 15
    static let strangerMax: Seconds = 300

    private let interval: Seconds
    private let isNamed: Bool
    private var stranger = LookPace.strangerMin

    init(interval: Seconds, isNamed: Bool) {
        self.isNamed = isNamed
        self.interval = interval
    }

    mutating func next(after look: ServerBook.Look) -> Seconds {
        defer { stranger = look == .stranger ? min(stranger * 2, Self.strangerMax) : Self.strangerMin }
        switch look {
        case .server: return interval
        case .nobody: return isNamed ? interval : max(interval, Self.usualPort)
        case .stranger: return max(interval, stranger)
        }
    }
}
