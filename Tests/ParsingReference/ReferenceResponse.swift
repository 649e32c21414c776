package import HTTPEngine

extension Reference {
    package struct Response: Equatable {
        package var version: String
        package var status: Int
        package var reason: [UInt8]
        package var fields: [Field]
        package var keepAlive: Bool
        package var bodyOfGet: BodyLength
        package var bodyOfHead: BodyLength
    }

    package static func response(_ input: [UInt8], limits: HeadLimits) -> Verdict<Response> {
        guard let first = line(input, from: 0, bytesMax: limits.bytesMax) else { return .unfinished(line: 0) }
        var parts = StatusLineParts()
        var faults = first.faults.union(parts.read(first.content))
        if let start = first.beforeStrayReturn { faults.formUnion(parts.read(start)) }
        if !faults.isEmpty { return .refused(faults, line: first.range) }

        var fields = Fields()
        var next = first.range.upperBound
        while let line = line(input, from: next, bytesMax: limits.bytesMax) {
            next = line.range.upperBound
            if line.content.isEmpty {
                faults = line.faults
                let announcesBody = !fields.codings.isEmpty || (fields.lengths.first ?? 0) > 0
                if announcesBody, parts.status < 200 || parts.status == 204 { faults.insert(.bodyNotAllowed) }
                if !faults.isEmpty { return .refused(faults, line: line.range) }
                return .complete(response(parts, fields), end: next)
            }
            faults = fields.read(line, of: .response, version: parts.version, limits: limits)
            if !faults.isEmpty { return .refused(faults, line: line.range) }
        }
        return .unfinished(line: next)
    }

    private static func response(_ parts: StatusLineParts, _ fields: Fields) -> Response {
        var body = BodyLength.untilClose
        if let length = fields.lengths.first { body = .length(length) }
        if !fields.codings.isEmpty { body = .chunked }
        if parts.status < 200 || parts.status == 204 || parts.status == 304 { body = .none }
        return Response(
            version: parts.version,
            status: parts.status,
            reason: parts.reason,
            fields: fields.marked,
            keepAlive: fields.keepAlive(version: parts.version),
            bodyOfGet: body,
            bodyOfHead: .none
        )
    }

    struct StatusLineParts {
        var version = ""
        var status = 0
        var reason: [UInt8] = []

        mutating func read(_ content: [UInt8]) -> Set<HeadFault> {
            var faults: Set<HeadFault> = []
            let versionBytes = Array(content.prefix { $0 != 0x20 })
            version = String(decoding: versionBytes, as: UTF8.self)
            faults.formUnion(faultsOfVersion(versionBytes))
            if content.count < 12 { faults.insert(.malformedStatusLine) }
            if versionBytes.contains(0x09) { faults.insert(.malformedStatusLine) }
            let afterVersion = content.dropFirst(versionBytes.count + 1)
            let digits = afterVersion.prefix(3)
            if digits.allSatisfy({ isAlphanumeric($0) && $0 < UInt8(ascii: "A") }), digits.count == 3 {
                status = Int(String(decoding: digits, as: UTF8.self))!
                if status < 100 || status > 599 { faults.insert(.invalidStatus) }
            } else {
                faults.insert(.malformedStatusLine)
            }
            let rest = afterVersion.dropFirst(3)
            if let space = rest.first, space != 0x20 { faults.insert(.malformedStatusLine) }
            reason = Array(rest.dropFirst())
            return faults
        }
    }
}
