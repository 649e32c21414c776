/// How the end of a message's body is found.
package enum BodyLength: Equatable, Sendable {
    case none
    case length(UInt64)
    case chunked
    case untilClose
}
