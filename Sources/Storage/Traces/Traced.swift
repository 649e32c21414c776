/// A request that has ended, from which a row can be made: later, on the database's thread, where it costs no client anything.
package protocol Traced: Sendable {
    var trace: Trace { get }
}

extension Trace: Traced {
    package var trace: Trace { self }
}
