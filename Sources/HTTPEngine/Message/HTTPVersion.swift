/// The two versions this engine speaks.
package enum HTTPVersion: UInt8, Sendable {
    case http10
    case http11
}
