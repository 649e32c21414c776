/// Fields that are passed on, collected as long as they stand one behind the other in the plain form `Name: value`, so that
/// many are copied at once. A field in any other form is written out anew.
struct FieldRun {
    private var start: Int
    private var end: Int

    /// - Parameter count: of the bytes the fields lie in; an empty run begins behind them.
    init(_ count: Int) {
        start = count
        end = count
    }

    mutating func add(_ field: HeadField, of bytes: Span<UInt8>, to output: inout ByteWriter) {
        let name = field.name.range
        let value = field.value.range
        if name.lowerBound != end {
            flush(of: bytes, to: &output)
            start = name.lowerBound
        }
        // The parser has made sure of the colon and of the line's CRLF; what is left to see is the white space.
        if value.lowerBound == name.upperBound + 2, bytes[name.upperBound + 1] == UInt8(ascii: " "),
            bytes[value.upperBound] == UInt8(ascii: "\r")
        {
            end = value.upperBound + 2
            return
        }
        end = name.lowerBound
        flush(of: bytes, to: &output)
        output.append(bytes.extracting(name))
        output.append(": ")
        output.append(bytes.extracting(value))
        output.append("\r\n")
        start = bytes.count
        end = bytes.count
    }

    mutating func flush(of bytes: Span<UInt8>, to output: inout ByteWriter) {
        if start < end { output.append(bytes.extracting(start..<end)) }
        start = bytes.count
        end = bytes.count
    }
}
