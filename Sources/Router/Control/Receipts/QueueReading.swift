import Fleet
import HTTPEngine
import Routing

/// The lines as they stood at one moment.
struct QueueReading: Sendable {
    let at: Instant
    /// All who wait, also those beyond the limit that was asked for.
    let waiting: Int
    let lanes: [LaneEntry]
    let tickets: [(entry: QueueEntry, request: RequestID?)]
}
