/// How much a JSON value may be before it is refused: decoding costs memory and time that its sender does not pay.
package struct JSONLimits: Sendable {
    package var depthMax = 512
    package var bytesMax = 64 << 20
    /// Numbers, strings, containers: everything that becomes a value of its own.
    package var valuesMax = 1_000_000

    package init() {}
}
