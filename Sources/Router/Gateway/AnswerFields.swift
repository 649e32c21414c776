import Fleet
import HTTPEngine
import Routing

/// What every answer says of its routing: the fields of the backend that really served it.
enum AnswerFields {
    static func bytes(_ placement: Placement, _ destination: Destination) -> [UInt8] {
        var output = ByteWriter(capacity: 192)
        append("X-Herd-Node: ", destination.node, to: &output)
        append("X-Herd-Backend: ", destination.backend, to: &output)
        append("X-Herd-Attempts: ", String(placement.attempt), to: &output)
        append("X-Herd-Wait-Ms: ", String(Int(placement.waited.value * 1000)), to: &output)
        return output.bytes
    }

    /// Of an answer in our own words: no backend gave it, so none is named.
    static func unserved(attempts: Int) -> [UInt8] {
        var output = ByteWriter(capacity: 32)
        append("X-Herd-Attempts: ", String(attempts), to: &output)
        return output.bytes
    }

    /// Names come from the network: what could end the field does not get into it.
    private static func append(_ name: StaticString, _ value: String, to output: inout ByteWriter) {
        output.append(name)
        for byte in value.utf8 { output.append(byte: byte < 0x20 || byte == 0x7F ? UInt8(ascii: "_") : byte) }
        output.append("\r\n")
    }
}
