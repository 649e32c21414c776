package import Fleet

/// What this router has running on a backend: reservations count at once, not at the next heartbeat.
package struct Occupancy: Sendable {
    /// Our own requests there.
    package var running = 0
    /// The most we had there since the last heartbeat, to tell others' requests from ours that just ended.
    package var runningPeak = 0
    /// Requests of others, by the backend's own count.
    package var foreignRunning = 0
    package var foreignWaiting = 0
    /// When the first of our requests there is expected to end.
    package var freeAt = Instant.distantPast
    /// A typical request there, from start to end.
    package var service = Seconds(5)
    /// Work that tickets in the lanes intend to bring, by priority.
    package var claims = SIMD4<Double>()
    /// The first of our running tickets, and so on through the tickets.
    var firstRunning = Int32(-1)

    package init() {}

    mutating func hear(running reported: Int?, waiting: Int?) {
        foreignRunning = max(0, (reported ?? 0) - runningPeak)
        foreignWaiting = max(0, waiting ?? 0)
        runningPeak = running
    }

    /// Work ahead of a ticket of this priority.
    func claimed(before priority: Priority) -> Seconds {
        switch priority {
        case .interactive: Seconds(claims[0])
        case .normal: Seconds(claims[0] + claims[1])
        case .batch: Seconds(claims[0] + claims[1] + claims[2])
        }
    }
}
