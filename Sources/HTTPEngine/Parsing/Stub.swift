package struct HeadSlice: Equatable, Sendable { var start: UInt32; var count: UInt32; package var isEmpty: Bool { count == 0 }; package var range: Range<Int> { Int(start)..<Int(start+count) } }
package enum HTTPVersion: UInt8, Sendable { case http10, http11 }
package enum Method: UInt8, Sendable { case get, head, post, put, delete, patch, options, connect, trace, other }
package enum FieldKind: UInt8, Sendable { case other, connection, contentLength, contentType, date, expect, host, requestID, via }
package struct HeadField: Sendable { package var name: HeadSlice; package var value: HeadSlice; package var kind: FieldKind; package var isHopByHop: Bool }
package enum BodyLength: Equatable, Sendable { case none, length(UInt64), chunked, untilClose }
package struct RequestHead: Sendable {
    package var bytes: [UInt8] = []; package var fields: [HeadField] = []
    package var method: Method = .get; package var methodSlice = HeadSlice(start: 0, count: 0); package var path = HeadSlice(start: 0, count: 0)
    package var version = HTTPVersion.http11; package var body = BodyLength.none; package var keepAlive = true; package var expectsContinue = false
    package func value(_ kind: FieldKind) -> HeadSlice? { nil }
    package func text(_ slice: HeadSlice) -> String { "" }
}
package struct ResponseHead: Sendable { package var bytes: [UInt8] = []; package var fields: [HeadField] = []; package var status: UInt16 = 0; package var reason = HeadSlice(start: 0, count: 0); package var keepAlive = true
    package func body(answering method: Method) -> BodyLength { .none } }
package struct HeadLimits: Equatable, Sendable { package init() {}; package var bytesMax = 65536; package var fieldsMax = 128 }
package enum HeadFault: Error, Equatable, Sendable { case a; package var status: UInt16 { 400 }; package var explanation: String { "" } }
package enum ChunkFault: Error, Equatable, Sendable { case a; package var explanation: String { "" } }
package struct RequestParser: Sendable { package init(limits: HeadLimits) {}; package var head = RequestHead(); package var hasStarted = false
    package mutating func feed(_ i: Span<UInt8>) throws(HeadFault) -> Int? { nil }; package mutating func reset() {} }
package struct ResponseParser: Sendable { package init(limits: HeadLimits) {}; package var head = ResponseHead(); package var hasStarted = false
    package mutating func feed(_ i: Span<UInt8>) throws(HeadFault) -> Int? { nil }; package mutating func reset() {} }
package struct TrailerFields: Sendable { package var bytes: [UInt8] = []; package var fields: [HeadField] = []; package var isEmpty: Bool { fields.isEmpty } }
package struct ChunkedDecoder: Sendable { package init(trailerLimits: HeadLimits) {}; package enum Step { case data(Range<Int>), lastChunk(next: Int), end(next: Int), needMore }
    package mutating func step(_ i: Span<UInt8>, from: Int) throws(ChunkFault) -> Step { .needMore }; package var trailers = TrailerFields() }
package struct BodyFraming: Sendable { package init(_ l: BodyLength, trailerLimits: HeadLimits) {}
    package mutating func take(_ i: Span<UInt8>, from: Int) throws(ChunkFault) -> (forward: Int, next: Int, isComplete: Bool) { (0,0,true) }
    package mutating func finishAtEOF() -> Bool { true }; package var trailers: TrailerFields? { nil } }
