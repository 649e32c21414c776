/// The two clocks a shell may hold. Deciding code never does: it is told the time.
package protocol TimeSource: Sendable {
    /// Time since some fixed moment before the program started. Never goes back; the one to measure and to wait with.
    var uptime: Duration { get }
    var wallTime: WallTime { get }
}
