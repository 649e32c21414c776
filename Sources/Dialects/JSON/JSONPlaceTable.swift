/// A place for each field, in one value that needs no memory of its own.
struct JSONPlaceTable: Sendable {
    /// Where a place begins and ends has to fit thirty-two bits.
    static var offsetMax: Int { Int(UInt32.max) }

    private(set) var present = RequestFieldSet()
    private var starts = SIMD32<UInt32>()
    private var ends = SIMD32<UInt32>()
    private var kinds = SIMD32<UInt8>()

    subscript(_ field: RequestField) -> JSONPlace? {
        let index = Int(field.rawValue)
        guard present.contains(field), let kind = JSONKind(rawValue: kinds[index]) else { return nil }
        return JSONPlace(range: Int(starts[index])..<Int(ends[index]), kind: kind)
    }

    @inline(__always)
    mutating func set(_ field: RequestField, _ place: JSONPlace) {
        present.insert(field)
        Self.set(&starts, field, UInt32(truncatingIfNeeded: place.range.lowerBound))
        Self.set(&ends, field, UInt32(truncatingIfNeeded: place.range.upperBound))
        Self.set(&kinds, field, place.kind.rawValue)
    }

    mutating func remove(_ field: RequestField) {
        present.remove(field)
    }

    /// Writes one lane. Through the vector's own subscript all of it is loaded and stored for that.
    @inline(__always)
    private static func set<Vector: SIMD>(_ vector: inout Vector, _ field: RequestField, _ value: Vector.Scalar)
    where Vector.Scalar: BitwiseCopyable {
        withUnsafeMutableBytes(of: &vector) { lanes in
            let offset = Int(field.rawValue) * MemoryLayout<Vector.Scalar>.stride
            lanes.storeBytes(of: value, toByteOffset: offset, as: Vector.Scalar.self)
        }
    }
}
