/// Marks trailer fields that may not go on.
struct TrailerReader: FieldReader {
    func read(_ field: inout HeadField, in bytes: Span<UInt8>) {
        if !field.mayTrail(in: bytes) { field.isHopByHop = true }
    }
}
