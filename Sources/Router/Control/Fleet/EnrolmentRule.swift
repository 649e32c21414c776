/// Which machines may join the fleet.
package enum EnrolmentRule: Equatable, Sendable {
    /// Whoever reaches the router: the first word binds its secret.
    case open
    /// Those that the operator has approved.
    case approve
    /// Those that show this token with each heartbeat. It is kept and compared as its hash only.
    case token(TokenHash)
}

/// The hash of a token, which tells nothing of it.
package struct TokenHash: Equatable, Sendable {
    private let bytes: [UInt8]

    package init(of token: String) {
        bytes = SHA256.hash(of: Array(token.utf8))
    }

    private init() { bytes = [UInt8](repeating: 0, count: 32) }

    /// Of no token that anybody knows: until it is read, nobody has the right one.
    package static let unknown = TokenHash()

    /// Takes as long whatever is shown, so that its time tells nothing.
    func matches(_ shown: String?) -> Bool {
        let other = SHA256.hash(of: Array((shown ?? "").utf8))
        let difference = zip(bytes, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        return difference == 0 && shown != nil
    }
}
