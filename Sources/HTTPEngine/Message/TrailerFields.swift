/// The fields after a chunked body. Those that must not be there are marked `isHopByHop`, so that they are not forwarded.
package struct TrailerFields: MessageHead, Equatable {
    /// The field lines as they came, with the blank line that ends them.
    package var bytes: [UInt8] = []
    package var fields: [HeadField] = []
}
