import Dialects
import Fleet
import HTTPEngine

/// What every answer says of its routing: the fields of the backend that really served it.
enum AnswerFields {
    /// - Parameter asked: the model that was asked for.
    static func bytes(
        _ destination: Destination,
        attempt: Int,
        waited: Seconds = .zero,
        asked: ModelName?
    ) -> [UInt8] {
        let isCalled = destination.isCalled(asked)
        if isCalled, attempt == 1, waited < 0.001 { return destination.usualFields }
        return bytes(destination.answerFields, attempt, waited, isCalled ? [] : destination.modelField)
    }

    /// - Parameters:
    ///   - fields: of the backend.
    ///   - model: of what answers from there, where that is not what was asked for.
    static func bytes(_ fields: [UInt8], _ attempt: Int, _ waited: Seconds, _ model: [UInt8] = []) -> [UInt8] {
        var output = ByteWriter(capacity: fields.count + model.count + 80)
        output.append(fields)
        output.append("X-Herd-Attempts: ")
        output.append(decimal: UInt64(attempt))
        output.append("\r\nX-Herd-Wait-Ms: ")
        output.append(decimal: UInt64(max(waited.value, 0) * 1000))
        output.append("\r\n")
        output.append(model)
        return output.bytes
    }

    /// What of the request the backend was not told.
    static func bytes(dropped: DroppedFields) -> [UInt8] {
        guard let names = dropped.header else { return [] }
        var output = ByteWriter(capacity: 64)
        append("X-Herd-Dropped: ", names, to: &output)
        return output.bytes
    }

    static func bytes(node: String, backend: String) -> [UInt8] {
        var output = ByteWriter(capacity: 128)
        append("X-Herd-Node: ", node, to: &output)
        append("X-Herd-Backend: ", backend, to: &output)
        return output.bytes
    }

    /// Of an answer in our own words: no backend gave it, so none is named.
    static func unserved(attempts: Int) -> [UInt8] {
        var output = ByteWriter(capacity: 32)
        append("X-Herd-Attempts: ", String(attempts), to: &output)
        return output.bytes
    }

    /// Of a number that the router has estimated.
    static func estimate(attempts: Int) -> [UInt8] {
        unserved(attempts: attempts) + Array("X-Herd-Estimate: tokens\r\n".utf8)
    }

    static func bytes(model: String) -> [UInt8] {
        var output = ByteWriter(capacity: 64)
        append("X-Herd-Model: ", model, to: &output)
        return output.bytes
    }

    /// Of an answer that several had a part in.
    static func bytes(nodes: [String]) -> [UInt8] {
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
