package import Fleet

/// What the owner wants done when the machine is needed, cause by cause.
package struct BusyPolicy: Equatable, Sendable {
    package typealias Cause = BusyFlag.Cause

    private var changed: [Cause: BusyFlag.Policy] = [:]

    package init() {}

    /// Where nothing is said: no new requests, as for a meeting.
    package subscript(cause: Cause) -> BusyFlag.Policy {
        get { changed[cause] ?? cause.usualPolicy }
        set { changed[cause] = newValue }
    }
}
