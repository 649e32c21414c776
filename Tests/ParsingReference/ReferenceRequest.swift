package import HTTPEngine

extension Reference {
    package struct Request: Equatable {
        package var method: String
        package var target: [UInt8]
        package var path: [UInt8]
        package var authority: [UInt8]
        package var version: String
        package var fields: [Field]
        package var body: BodyLength
        package var keepAlive: Bool
        package var expectsContinue: Bool
    }

    package static func request(_ input: [UInt8], limits: HeadLimits) -> Verdict<Request> {
        var start = 0
        var emptyLines = 0
        while start < input.count, input[start] == 0x0D {
            guard start + 1 < input.count else { return .unfinished(line: start) }
            let line = start..<start + 2
            guard input[start + 1] == 0x0A else { return .refused([.bareCarriageReturn], line: line) }
            emptyLines += 1
            if emptyLines > 8 { return .refused([.tooManyEmptyLines], line: line) }
            start += 2
        }
        let bytesMax = start + limits.bytesMax
        guard let first = line(input, from: start, bytesMax: bytesMax) else { return .unfinished(line: start) }
        var parts = RequestLineParts()
        var faults = first.faults.union(parts.read(first.content, limits: limits))
        if let start = first.beforeStrayReturn { faults.formUnion(parts.read(start, limits: limits)) }
        if faults.contains(.headTooLarge) { faults.insert(.targetTooLong) }
        if !faults.isEmpty { return .refused(faults, line: first.range) }

        var fields = Fields()
        var next = first.range.upperBound
        while let line = line(input, from: next, bytesMax: bytesMax) {
            next = line.range.upperBound
            if line.content.isEmpty {
                if parts.version == "HTTP/1.1", fields.hosts.isEmpty { faults.insert(.missingHost) }
                faults.formUnion(line.faults)
                if !faults.isEmpty { return .refused(faults, line: line.range) }
                return .complete(request(parts, fields), end: next)
            }
            faults = fields.read(line, of: .request, version: parts.version, limits: limits)
            if !faults.isEmpty { return .refused(faults, line: line.range) }
        }
        return .unfinished(line: next)
    }

    private static func request(_ parts: RequestLineParts, _ fields: Fields) -> Request {
        let body: BodyLength =
            if !fields.codings.isEmpty { .chunked } else if let length = fields.lengths.first { .length(length) } else {
                .none
            }
        let hasBody = body != .none && body != .length(0)
        return Request(
            method: parts.method,
            target: parts.target,
            path: parts.path,
            authority: parts.authority ?? fields.hosts.first ?? [],
            version: parts.version,
            fields: fields.marked,
            body: body,
            keepAlive: fields.keepAlive(version: parts.version),
            expectsContinue: fields.isExpecting && parts.version == "HTTP/1.1" && hasBody
        )
    }

    struct RequestLineParts {
        var method = ""
        var target: [UInt8] = []
        var path: [UInt8] = []
        var authority: [UInt8]?
        var version = ""

        mutating func read(_ content: [UInt8], limits: HeadLimits) -> Set<HeadFault> {
            var faults: Set<HeadFault> = []
            if content.first == 0x16 { faults.insert(.tlsHandshake) }
            if content.contains(0x09) { faults.insert(.malformedRequestLine) }
            let parts = content.split(separator: 0x20, omittingEmptySubsequences: false).map { Array($0) }
            if parts.contains([]) || parts.count == 1 || parts.count > 3 { faults.insert(.malformedRequestLine) }
            if parts.count == 2 { faults.insert(.http09) }
            faults.formUnion(readMethod(parts[0]))
            if parts.count > 1 { faults.formUnion(readTarget(parts[1], limits: limits)) }
            if parts.count > 2 { faults.formUnion(readVersion(parts[2])) }
            return faults
        }

        private mutating func readMethod(_ bytes: [UInt8]) -> Set<HeadFault> {
            var faults: Set<HeadFault> = []
            if bytes.contains(where: { $0 > 0x20 && $0 != 0x7F && !isToken([$0]) }) { faults.insert(.invalidMethod) }
            if bytes.count > 32 { faults.insert(.methodTooLong) }
            method = String(decoding: bytes, as: UTF8.self)
            return faults
        }

        private mutating func readVersion(_ bytes: [UInt8]) -> Set<HeadFault> {
            version = String(decoding: bytes, as: UTF8.self)
            return faultsOfVersion(bytes)
        }

        private mutating func readTarget(_ bytes: [UInt8], limits: HeadLimits) -> Set<HeadFault> {
            target = bytes
            if bytes.isEmpty { return [] }
            var faults: Set<HeadFault> = []
            if bytes.contains(UInt8(ascii: "#")) { faults.insert(.fragmentInTarget) }
            if bytes.contains(where: { $0 >= 0x80 }) { faults.insert(.invalidTarget) }
            if bytes.count > limits.targetMax { faults.insert(.targetTooLong) }
            let text = lowercased(bytes)
            let hasPort =
                text.last.map { $0.isASCII && $0.isNumber } ?? false && text.contains(":") && !text.hasSuffix("]")
            if method == "PRI", text == "*" { return [.http2Preface] }
            if method == "CONNECT" {
                if !isAuthority(bytes) || !hasPort { faults.insert(.connectWithoutAuthority) }
                authority = bytes
            } else if text.hasPrefix("/") {
                path = bytes
            } else if text == "*" {
                if method != "OPTIONS" { faults.insert(.asteriskNotForMethod) }
                path = bytes
            } else if text.hasPrefix("http://") || text.hasPrefix("https://") {
                let rest = bytes.dropFirst(text.hasPrefix("http://") ? 7 : 8)
                let host = rest.prefix { $0 != UInt8(ascii: "/") }
                if !isAuthority(Array(host)) { faults.insert(.invalidTarget) }
                authority = Array(host)
                path = Array(rest.dropFirst(host.count))
            } else {
                faults.insert(isAuthority(bytes) && hasPort ? .authorityNotForMethod : .invalidTarget)
            }
            return faults
        }
    }

    static func faultsOfVersion(_ bytes: [UInt8]) -> Set<HeadFault> {
        let text = String(decoding: bytes, as: UTF8.self)
        if text == "HTTP/1.1" || text == "HTTP/1.0" { return [] }
        let isWellFormed =
            bytes.count == 8 && text.hasPrefix("HTTP/") && bytes[6] == UInt8(ascii: ".")
            && [bytes[5], bytes[7]].allSatisfy { isAlphanumeric($0) && $0 < UInt8(ascii: "A") }
        return [isWellFormed ? .versionNotSupported : .malformedVersion]
    }
}
