package import Fleet
package import Learning

extension Signal {
    /// Signal 7: the owner may need the machine during this request; what that is worth, by the node's own policy.
    ///
    /// By what the node says of now, and by what its weeks say of the time the request takes. Never more than one disturbance, so
    /// that no machine is left out for ever.
    package enum Busy {
        package static func penalty(_ flag: BusyFlag?, disturbance: Seconds) -> Seconds {
            guard let flag else { return .zero }
            if case .ignore = flag.policy { return .zero }
            return disturbance * flag.chance
        }

        /// - Parameters:
        ///   - present: what it is worth by what the node says of now.
        ///   - length: from now to the request's last token.
        // Not inlined: a decision looks at many machines, and at few of them their owners are expected.
        @inline(never)
        package static func penalty(
            _ present: Seconds,
            _ outlook: Outlook,
            during length: Seconds,
            from now: Instant,
            disturbance: Seconds
        ) -> Seconds {
            present + (disturbance - present) * outlook.chance(within: length, from: now)
        }

        /// No new requests until it ends.
        package static func pauses(_ flag: BusyFlag?) -> BusyFlag.Cause? {
            guard let flag, case .pause = flag.policy else { return nil }
            return flag.cause
        }
    }
}
