/// One field line of a head or of trailers, as slices of its bytes.
package struct HeadField: Equatable, Sendable {
    package var name: HeadSlice
    /// Without the white space around it.
    package var value: HeadSlice
    package var kind: FieldKind
    /// Ends at this hop: not to be forwarded. True for the connection's own fields and for those a `Connection` field names;
    /// in trailers also for everything that has no business there.
    package var isHopByHop: Bool
}
