package import Fleet

extension Signal {
    /// Signal 1: seconds until a slot is free, from the work that is there and the work that is coming.
    package enum QueueDepth {
        /// Slots a new request could take now; never more than the holding's own and the backend's together allow.
        package static func free(_ occupancy: Occupancy, slots: Int, runningHere: Int, backendSlots: Int)
            -> Int
        {
            min(slots - runningHere, backendSlots - occupancy.running - occupancy.foreignRunning)
        }

        package static func wait(
            _ occupancy: Occupancy,
            free: Int,
            slots: Int,
            priority: Priority,
            isReady: Bool,
            at now: Instant
        ) -> Seconds {
            let ahead = occupancy.claimed(before: priority)
            let foreign = occupancy.service * Double(occupancy.foreignWaiting)
            // A free slot is free: who has a claim here and does not take it is waiting for something else.
            if free > 0 {
                return isReady
                    ? foreign / Double(slots) : max(ahead - occupancy.service * Double(free - 1), .zero) / Double(slots)
            }
            let next = occupancy.running > 0 ? max(occupancy.freeAt - now, 0.05) : occupancy.service / 2
            return next + (ahead + foreign) / Double(slots)
        }
    }
}
