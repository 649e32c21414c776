/// The clocks a shell may hold. Deciding code never does: it is told the time.
package protocol TimeSource: Sendable {
    /// Time since some fixed moment before the program started, without that for which the machine slept. Never goes back; the one
    /// to measure and to wait with: what nobody was awake to do is not late.
    var uptime: Duration { get }
    var wallTime: WallTime { get }
}
