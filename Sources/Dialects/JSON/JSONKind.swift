/// What a JSON value is, as its first byte tells.
package enum JSONKind: UInt8, Sendable {
    case object, array, string, number, `true`, `false`, null
}
