extension RequestFields {
    package func isTrue(_ field: RequestField) -> Bool { self[field]?.kind == .true }

    /// The text of a field that is a string.
    package func text(_ field: RequestField, in bytes: Span<UInt8>) -> String? {
        guard let place = self[field], place.kind == .string else { return nil }
        return JSONString.text(of: bytes, (place.range.lowerBound + 1)..<(place.range.upperBound - 1))
    }

    /// The value of a field that is written as an integer and fits one.
    package func integer(_ field: RequestField, in bytes: Span<UInt8>) -> Int? {
        guard let place = self[field], place.kind == .number else { return nil }
        return bytes.extracting(place.range).withUnsafeBufferPointer { Int(String(decoding: $0, as: UTF8.self)) }
    }
}
