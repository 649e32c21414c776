/// A sign that the machine's owner needs it, and what the node wants done about it.
package struct BusyFlag: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        case camera, microphone, screenSharing, presentation
        /// The owner said so.
        case owner
        /// Experience says the owner is usually here in this hour of the week.
        case habit
    }

    package enum Policy: Int, Comparable, Sendable {
        /// The flag is shown, nothing else.
        case ignore
        /// New requests pay for the chance that they disturb the owner.
        case avoid
        /// No new requests until it ends.
        case pause

        package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    package var cause: Cause
    package var policy: Policy
    /// How likely the owner needs the machine during the next request, 0…1.
    package var chance: Double

    package init(cause: Cause, policy: Policy? = nil, chance: Double = 1) {
        self.cause = cause
        self.policy = policy ?? cause.usualPolicy
        self.chance = min(max(chance, 0), 1)
    }
}

extension BusyFlag.Cause {
    /// As heartbeats write it.
    package static let words: [(String, BusyFlag.Cause)] = [
        ("camera", .camera), ("microphone", .microphone), ("screen_sharing", .screenSharing),
        ("presentation", .presentation), ("owner", .owner), ("habit", .habit),
    ]

    package var usualPolicy: BusyFlag.Policy { self == .habit ? .avoid : .pause }
}

extension BusyFlag.Policy {
    /// As heartbeats write it.
    package static let words: [(String, BusyFlag.Policy)] = [("ignore", .ignore), ("avoid", .avoid), ("pause", .pause)]
}
