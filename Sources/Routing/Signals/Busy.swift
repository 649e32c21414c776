package import Fleet

extension Signal {
    /// Signal 7: the owner may need the machine during this request; what that is worth, by the node's own policy.
    package enum Busy {
        package static func penalty(_ flag: BusyFlag?, disturbance: Seconds) -> Seconds {
            guard let flag else { return .zero }
            if case .ignore = flag.policy { return .zero }
            return disturbance * flag.chance
        }

        /// No new requests until it ends.
        package static func pauses(_ flag: BusyFlag?) -> BusyFlag.Cause? {
            guard let flag, case .pause = flag.policy else { return nil }
            return flag.cause
        }
    }
}
