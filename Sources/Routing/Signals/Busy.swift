package import Fleet
package import Learning

extension Signal {
    /// Signal 7: the owner may need the machine during this request; what that is worth, by the node's own policy.
    ///
    /// By what the node says of now, and by what its weeks say of the time the request takes. Never more than one disturbance, so
    /// that no machine is left out for ever.
    package enum Busy {
        /// - Parameter length: from now to the request's last token.
        package static func penalty(
            _ flag: BusyFlag?,
            _ outlook: Outlook,
            during length: Seconds,
            from now: Instant,
            disturbance: Seconds
        ) -> Seconds {
            let present = chance(flag)
            if outlook.isQuiet || present == 1 { return disturbance * present }
            let absent = (1 - present) * (1 - outlook.chance(within: length, from: now))
            return disturbance * (1 - absent)
        }

        private static func chance(_ flag: BusyFlag?) -> Double {
            guard let flag else { return 0 }
            if case .ignore = flag.policy { return 0 }
            return flag.chance
        }

        /// No new requests until it ends.
        package static func pauses(_ flag: BusyFlag?) -> BusyFlag.Cause? {
            guard let flag, case .pause = flag.policy else { return nil }
            return flag.cause
        }
    }
}
