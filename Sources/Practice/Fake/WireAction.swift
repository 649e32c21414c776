/// One thing to do to a connection. A list of them is carried out one after the other, by something that need not think.
package enum WireAction: Equatable, Sendable {
    case send([UInt8])
    case wait(Duration)
    /// Takes in the rest of the request.
    case readBody
    /// Waits until the first byte of another request has arrived, and leaves it unread.
    case awaitBytes
    /// Does nothing until the other side ends the connection.
    case hang
    /// Sends this again and again, until the other side ends the connection.
    case forever([UInt8], every: Duration)
    case close
    case reset
}
