/// The one currency of routing: what every signal costs, and what a client waits.
///
/// A floating value rather than `Duration`: scores are multiplied by slowdowns and divided by rates thousands of times
/// per decision. A factor stays a `Double`, so a slowdown cannot be added to a wait by mistake.
package struct Seconds: Hashable, Comparable, AdditiveArithmetic, Sendable {
    package var value: Double

    @inlinable @inline(__always)
    package init(_ value: Double) {
        self.value = value
    }

    @inlinable @inline(__always)
    package init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.value = Double(seconds) + Double(attoseconds) * 1e-18
    }

    @inlinable @inline(__always) package static var zero: Seconds { Seconds(0) }
    @inlinable @inline(__always) package static func < (a: Seconds, b: Seconds) -> Bool { a.value < b.value }
    @inlinable @inline(__always) package static func + (a: Seconds, b: Seconds) -> Seconds {
        Seconds(a.value + b.value)
    }
    @inlinable @inline(__always) package static func - (a: Seconds, b: Seconds) -> Seconds {
        Seconds(a.value - b.value)
    }
    @inlinable @inline(__always) package static func * (a: Seconds, factor: Double) -> Seconds {
        Seconds(a.value * factor)
    }
    @inlinable @inline(__always) package static func / (a: Seconds, divisor: Double) -> Seconds {
        Seconds(a.value / divisor)
    }
    @inlinable @inline(__always) package static func / (a: Seconds, b: Seconds) -> Double { a.value / b.value }
    @inlinable @inline(__always) package static prefix func - (a: Seconds) -> Seconds { Seconds(-a.value) }

    @inlinable package var isFinite: Bool { value.isFinite }
}

extension Seconds: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    @inlinable package init(floatLiteral value: Double) { self.init(value) }
    @inlinable package init(integerLiteral value: Int) { self.init(Double(value)) }
}
