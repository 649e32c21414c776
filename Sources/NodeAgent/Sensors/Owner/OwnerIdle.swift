package import Fleet

/// How long ago somebody last used the keyboard or the mouse.
///
/// Linux tells it of terminals only: there it is proof that somebody was here, and never that nobody is.
package struct OwnerIdle: Sensor {
    /// A year: what lies before is no answer.
    static let idleMax = Seconds(365 * 86_400)

    let roots: SystemRoots

    package init(roots: SystemRoots = .machine) {
        self.roots = roots
    }

    package func sample(at moment: Moment) -> Seconds? {
        idle(at: moment.wall).flatMap { $0.isFinite && $0 <= Self.idleMax ? max($0, .zero) : nil }
    }
}
