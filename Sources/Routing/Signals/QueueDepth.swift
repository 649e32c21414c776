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
            at now: Instant
        ) -> Seconds {
            let ahead = occupancy.claimed(before: priority)
            let foreign = occupancy.service * Double(occupancy.foreignWaiting)
            if free > 0 {
                // Claims on a free slot are tickets that start next to us as long as there are slots for them.
                let spare = occupancy.service * Double(free - 1)
                let waiting = max(ahead + foreign - spare, .zero) / Double(slots)
                return ahead == .zero && foreign == .zero ? .zero : waiting
            }
            let next = occupancy.running > 0 ? max(occupancy.freeAt - now, 0.05) : occupancy.service / 2
            return next + (ahead + foreign) / Double(slots)
        }
    }
}
