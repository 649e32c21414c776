extension ByteWriter {
    /// The data as one chunk. An empty one would end the body: there is none.
    mutating func append(chunk data: Span<UInt8>) {
        if data.isEmpty { return }
        append(hex: UInt64(data.count))
        append("\r\n")
        append(data)
        append("\r\n")
    }
}
