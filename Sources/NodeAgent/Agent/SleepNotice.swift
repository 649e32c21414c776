package import Fleet

/// Notices that nothing ran here for a while: the lid was closed, a virtual machine or this program was stopped.
///
/// It is told the time of a clock that goes on during sleep, every second or so, and a pause that no busy machine makes is one. A
/// value; nothing has to tell it that the machine goes to sleep, which not every system does.
package struct SleepNotice: Equatable, Sendable {
    /// How often it wants to be told the time at least.
    package static let interval: Seconds = 1
    /// Less than that may be a machine with too much to do.
    package static let shortest: Seconds = 5

    private var lookedAt: Instant?

    package init() {}

    /// How long nothing ran before now, if that was sleep.
    package mutating func look(at now: Instant) -> Seconds? {
        defer { lookedAt = now }
        guard let lookedAt, now - lookedAt >= Self.shortest else { return nil }
        return now - lookedAt
    }
}
