package struct HeadSlice: Equatable, Sendable {
    var start: UInt32; var count: UInt32; package var isEmpty: Bool { count == 0 };
    package var range: Range<Int> { Int(start)..<Int(start + count) }
}
package enum HTTPVersion: UInt8, Sendable { case http10, http11 }
package enum Method: UInt8, Sendable { case get, head, post, put, delete, patch, options, connect, trace, other }
package enum FieldKind: UInt8, Sendable {
    case other, connection, contentLength, contentType, date, expect, host, requestID, via
}
package struct HeadField: Sendable {
    package var name: HeadSlice; package var value: HeadSlice; package var kind: FieldKind; package var isHopByHop: Bool
}
package enum BodyLength: Equatable, Sendable { case none, length(UInt64), chunked, untilClose }
package struct RequestHead: Sendable {
    package var bytes: [UInt8] = []; package var fields: [HeadField] = []
    package var method: Method = .get; package var methodSlice = HeadSlice(start: 0, count: 0);
    package var path = HeadSlice(start: 0, count: 0)
    package var version = HTTPVersion.http11; package var body = BodyLength.none; package var keepAlive = true;
    package var expectsContinue = false
    package func value(_ kind: FieldKind) -> HeadSlice? { nil }
    package func text(_ slice: HeadSlice) -> String { String(decoding: bytes[slice.range], as: UTF8.self) }
}
package struct ResponseHead: Sendable {
    package var bytes: [UInt8] = []; package var fields: [HeadField] = []; package var status: UInt16 = 0;
    package var reason = HeadSlice(start: 0, count: 0); package var keepAlive = true; var len = BodyLength.none
    package func body(answering method: Method) -> BodyLength {
        method == .head || status < 200 || status == 204 || status == 304 ? .none : len
    }
}
package struct HeadLimits: Equatable, Sendable {
    package init() {}; package var bytesMax = 65536; package var fieldsMax = 128
}
package enum HeadFault: Error, Equatable, Sendable {
    case a; package var status: UInt16 { 400 }; package var explanation: String { "" }
}
package enum ChunkFault: Error, Equatable, Sendable { case a; package var explanation: String { "" } }

enum Quick {
    static func kind(_ n: String) -> FieldKind {
        switch n.lowercased() {
        case "connection": .connection;
        case "content-length": .contentLength;
        case "host": .host;
        case "expect": .expect;
        case "date": .date;
        case "via": .via;
        case "x-request-id": .requestID;
        default: .other
        }
    }
    static func fields(_ b: [UInt8], from: Int, to: Int) -> ([HeadField], String?, Bool, Bool, Bool) {
        var out: [HeadField] = []; var cl: String?; var chunked = false; var close = false; var ka = false
        var i = from
        while i < to {
            var e = i; while b[e] != 13 { e += 1 }
            if e == i { break }
            var c = i; while c < e && b[c] != 58 { c += 1 }
            var v = c + 1; while v < e && b[v] == 32 { v += 1 }
            let name = String(decoding: b[i..<c], as: UTF8.self),
                val = v < e ? String(decoding: b[v..<e], as: UTF8.self) : ""
            let k = kind(name); let l = name.lowercased()
            var hop =
                ["connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"].contains(l)
                || l.hasPrefix("proxy-")
            if k == .contentLength { cl = val }; if l == "transfer-encoding" { chunked = true }
            if k == .connection {
                close = val.lowercased() == "close"; ka = val.lowercased() == "keep-alive"; hop = true
            }
            out.append(
                HeadField(
                    name: HeadSlice(start: UInt32(i), count: UInt32(c - i)),
                    value: HeadSlice(start: UInt32(v), count: UInt32(max(0, e - v))),
                    kind: k,
                    isHopByHop: hop
                )
            )
            i = e + 2
        }
        return (out, cl, chunked, close, ka)
    }
    static func find(_ a: [UInt8], _ i: Span<UInt8>) -> Int? {  // consumed
        var acc = Array(a.suffix(3)); let pre = acc.count
        for k in i.indices {
            acc.append(i[k]); let n = acc.count;
            if n >= 4 && acc[n - 4] == 13 && acc[n - 3] == 10 && acc[n - 2] == 13 && acc[n - 1] == 10 { return n - pre }
        }
        return nil
    }
}
package struct RequestParser: Sendable {
    package init(limits: HeadLimits) {}; package var head = RequestHead();
    package var hasStarted: Bool { !head.bytes.isEmpty }
    package mutating func feed(_ i: Span<UInt8>) throws(HeadFault) -> Int? {
        let n = Quick.find(head.bytes, i)
        i.extracting(0..<(n ?? i.count)).withUnsafeBufferPointer { head.bytes.append(contentsOf: $0) }
        guard let n else { return nil }
        let b = head.bytes; var e = 0; while b[e] != 13 { e += 1 }
        let parts = b[0..<e].split(separator: 32)
        guard parts.count == 3 else { throw .a }
        func sl(_ x: ArraySlice<UInt8>) -> HeadSlice { HeadSlice(start: UInt32(x.startIndex), count: UInt32(x.count)) }
        head.methodSlice = sl(parts[0]); head.path = sl(parts[1])
        head.method =
            switch String(decoding: parts[0], as: UTF8.self) {
            case "GET": .get;
            case "HEAD": .head;
            case "POST": .post;
            case "PUT": .put;
            case "CONNECT": .connect;
            case "TRACE": .trace;
            default: .other
            }
        head.version = parts[2].last == 48 ? .http10 : .http11
        let f = Quick.fields(b, from: e + 2, to: b.count)
        head.fields = f.0; head.body = f.2 ? .chunked : f.1.flatMap { UInt64($0) }.map { .length($0) } ?? .none
        head.keepAlive = head.version == .http11 ? !f.3 : f.4
        head.expectsContinue = f.0.contains { $0.kind == .expect }
        return n
    }
    package mutating func reset() { head = RequestHead() }
}
package struct ResponseParser: Sendable {
    package init(limits: HeadLimits) {}; package var head = ResponseHead();
    package var hasStarted: Bool { !head.bytes.isEmpty }
    package mutating func feed(_ i: Span<UInt8>) throws(HeadFault) -> Int? {
        let n = Quick.find(head.bytes, i)
        i.extracting(0..<(n ?? i.count)).withUnsafeBufferPointer { head.bytes.append(contentsOf: $0) }
        guard let n else { return nil }
        let b = head.bytes; var e = 0; while b[e] != 13 { e += 1 }
        head.status = UInt16(String(decoding: b[9..<12], as: UTF8.self))!
        head.reason = HeadSlice(start: 13, count: UInt32(max(0, e - 13)))
        let f = Quick.fields(b, from: e + 2, to: b.count)
        head.fields = f.0; head.len = f.2 ? .chunked : f.1.flatMap { UInt64($0) }.map { .length($0) } ?? .untilClose
        head.keepAlive = b[7] == 48 ? f.4 : !f.3
        return n
    }
    package mutating func reset() { head = ResponseHead() }
}
package struct TrailerFields: Sendable {
    package var bytes: [UInt8] = []; package var fields: [HeadField] = []; package var isEmpty: Bool { fields.isEmpty }
}
package struct ChunkedDecoder: Sendable {
    package init(trailerLimits: HeadLimits) {};
    package enum Step { case data(Range<Int>), lastChunk(next: Int), end(next: Int), needMore }
    var state = 0; var size = 0
    package mutating func step(_ i: Span<UInt8>, from: Int) throws(ChunkFault) -> Step {
        var at = from
        while at < i.count {
            let c = i[at]
            switch state {
            case 0:
                if c == 13 {
                    state = 1
                } else {
                    guard let d = Int(String(UnicodeScalar(c)), radix: 16) else { throw .a }; size = size * 16 + d
                }; at += 1
            case 1: at += 1; if size == 0 { state = 5; return .lastChunk(next: at) }; state = 2
            case 2: let n = min(size, i.count - at); size -= n; if size == 0 { state = 3 }; return .data(at..<(at + n))
            case 3: guard c == 13 else { throw .a }; state = 4; at += 1
            case 4: state = 0; at += 1
            case 5: state = 6; at += 1
            default: return .end(next: at + 1)
            }
        }
        return .needMore
    }; package var trailers = TrailerFields()
}
package struct BodyFraming: Sendable {
    var left: UInt64 = 0; var dec: ChunkedDecoder?;
    package init(_ l: BodyLength, trailerLimits: HeadLimits) {
        if case .length(let n) = l { left = n }; if l == .chunked { dec = ChunkedDecoder(trailerLimits: trailerLimits) }
    }
    package mutating func take(_ i: Span<UInt8>, from: Int) throws(ChunkFault) -> (
        forward: Int, next: Int, isComplete: Bool
    ) {
        if dec == nil {
            let n = Int(min(left, UInt64(i.count - from))); left -= UInt64(n); return (from + n, from + n, left == 0)
        }
        var at = from; var fw = dec!.state >= 5 ? from : -1
        while true {
            switch try dec!.step(i, from: at) {
            case .data(let r): at = r.upperBound;
            case .lastChunk(let n): at = n; fw = n;
            case .end(let n): return (fw, n, true);
            case .needMore: return (fw >= 0 ? fw : i.count, i.count, false)
            }
        }
    }
    package mutating func finishAtEOF() -> Bool { false }; package var trailers: TrailerFields? { dec?.trailers }
}
