package import Fleet

/// Whether the owner will need the machine during a request: how often that begins, in this hour of the week and in the next.
///
/// An owner who is away comes back by chance, the likelier the busier the hour usually is: a word or two is hardly ever
/// interrupted, an answer of ten minutes at nine in the morning probably is.
package struct Outlook: Equatable, Sendable {
    /// How long owners stay once they came.
    private static let stay = Seconds(1800)
    /// Nobody is always there: there is always somebody to whom a free minute is of use.
    private static let chanceMax = 0.95

    /// Nothing is known: the present speaks for itself.
    package static var none: Outlook { Outlook(thisHour: nil, nextHour: nil, hourEnds: .distantFuture) }

    /// Returns a second.
    private let rate: Double
    private let nextRate: Double
    private let hourEnds: Instant

    /// - Parameter thisHour: how likely the owner is found busy in it.
    package init(thisHour: Double?, nextHour: Double?, hourEnds: Instant) {
        rate = Self.rate(thisHour)
        nextRate = Self.rate(nextHour)
        self.hourEnds = hourEnds
    }

    /// The rate at which somebody comes who stays for a while and is there with this chance.
    private static func rate(_ chance: Double?) -> Double {
        let chance = min(max(chance ?? 0, 0), chanceMax)
        return chance / (1 - chance) / stay.value
    }

    package var isQuiet: Bool { rate == 0 && nextRate == 0 }

    /// How likely the owner comes back within that time.
    package func chance(within length: Seconds, from now: Instant) -> Double {
        let inThisHour = min(max(hourEnds - now, .zero), length)
        let expected = rate * inThisHour.value + nextRate * (length - inThisHour).value
        return 1 - (-expected).exponential
    }
}
