import Fleet
import HTTPEngine

/// What every answer says of its routing: the fields of the backend that really served it.
enum AnswerFields {
    /// - Parameter asked: the model that was asked for.
    static func bytes(
        _ destination: Destination,
        attempt: Int,
        waited: Seconds = .zero,
        asked: String
    ) -> [UInt8] {
        var output = ByteWriter(capacity: 192)
        append("X-Herd-Node: ", destination.node, to: &output)
        append("X-Herd-Backend: ", destination.backend, to: &output)
        append("X-Herd-Attempts: ", String(attempt), to: &output)
        append("X-Herd-Wait-Ms: ", String(Int(waited.value * 1000)), to: &output)
        // Who asked for a model by another of its spellings got what was asked for.
        if ModelName(asked) != ModelName(destination.model) { append("X-Herd-Model: ", destination.model, to: &output) }
        return output.bytes
    }

    /// Of an answer that several had a part in.
    static func bytes(_ nodes: [String]) -> [UInt8] {
        var output = ByteWriter(capacity: 64)
        if !nodes.isEmpty { append("X-Herd-Node: ", nodes.joined(separator: ", "), to: &output) }
        return output.bytes
    }

    /// Names come from the network: what could end the field does not get into it.
    private static func append(_ name: StaticString, _ value: String, to output: inout ByteWriter) {
        output.append(name)
        for byte in value.utf8 { output.append(byte: byte < 0x20 || byte == 0x7F ? UInt8(ascii: "_") : byte) }
        output.append("\r\n")
    }
}
