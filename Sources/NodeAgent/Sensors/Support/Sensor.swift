package import Fleet

/// Looks at one property of the machine. Nil when it cannot be known here and now: unknown is never told as zero.
///
/// A sensor is a value owned by whoever samples: it keeps what it needs to compare with the last look, and is told the
/// time. What it reads is bounded in size, and no command is run.
package protocol Sensor {
    associatedtype Reading

    mutating func sample(at moment: Moment) -> Reading?
}

/// Both times of one look: elapsed time for rates, the calendar for what people wrote down.
package struct Moment: Sendable {
    package var now: Instant
    package var wall: WallTime

    package init(now: Instant, wall: WallTime) {
        self.now = now
        self.wall = wall
    }
}
