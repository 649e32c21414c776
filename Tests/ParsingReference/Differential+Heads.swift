import HTTPEngine

extension Differential {
    mutating func requests(_ input: [UInt8], _ index: Int, cuts: [Int]) -> String? {
        let limits = Self.limits[index]
        requestParsers[index].reset()
        let progress = offer(input, cuts: cuts) { piece throws(HeadFault) in try requestParsers[index].feed(piece) }
        tally.count(progress)
        let verdict = Reference.request(input, limits: limits)
        let head = requestParsers[index].head
        return verdict.disagreement(
            with: progress,
            completed: {
                if case .complete(let expected, _) = verdict { Reference.Request(head) == expected } else { false }
            },
            retry: { Reference.request($0, limits: limits) },
            input
        ).map { "\($0)\n  pieces end at \(cuts), limits \(limits)" }
    }

    mutating func responses(_ input: [UInt8], _ index: Int, cuts: [Int]) -> String? {
        let limits = Self.limits[index]
        responseParsers[index].reset()
        let progress = offer(input, cuts: cuts) { piece throws(HeadFault) in try responseParsers[index].feed(piece) }
        tally.count(progress)
        let verdict = Reference.response(input, limits: limits)
        let head = responseParsers[index].head
        return verdict.disagreement(
            with: progress,
            completed: {
                if case .complete(let expected, _) = verdict { Reference.Response(head) == expected } else { false }
            },
            retry: { Reference.response($0, limits: limits) },
            input
        ).map { "\($0)\n  pieces end at \(cuts), limits \(limits)" }
    }
}

extension Reference.Request {
    fileprivate init(_ head: RequestHead) {
        self.init(
            method: head.text(head.methodSlice),
            target: head.copy(head.target),
            path: head.copy(head.path),
            authority: head.copy(head.authority),
            version: head.version == .http11 ? "HTTP/1.1" : "HTTP/1.0",
            fields: head.referenceFields,
            body: head.body,
            keepAlive: head.keepAlive,
            expectsContinue: head.expectsContinue
        )
    }
}

extension Reference.Response {
    fileprivate init(_ head: ResponseHead) {
        self.init(
            version: head.version == .http11 ? "HTTP/1.1" : "HTTP/1.0",
            status: Int(head.status),
            reason: head.copy(head.reason),
            fields: head.referenceFields,
            keepAlive: head.keepAlive,
            bodyOfGet: head.body(answering: .get),
            bodyOfHead: head.body(answering: .head)
        )
    }
}

extension MessageHead {
    fileprivate func copy(_ slice: HeadSlice) -> [UInt8] { Array(bytes[slice.range]) }

    /// The fields as the reference writes them. A wrong kind spoils the name, so that the comparison fails.
    var referenceFields: [Reference.Field] {
        fields.map { field in
            let name = Reference.lowercased(bytes[field.name.range])
            let isRightKind = field.kind == Reference.kind(of: name)
            return Reference.Field(
                name: isRightKind ? name : "\(name) taken for \(field.kind)",
                value: copy(field.value),
                isHopByHop: field.isHopByHop
            )
        }
    }
}

extension Reference {
    static func kind(of name: String) -> FieldKind {
        switch name {
        case "authorization": .authorization
        case "connection": .connection
        case "content-encoding": .contentEncoding
        case "content-length": .contentLength
        case "content-type": .contentType
        case "date": .date
        case "expect": .expect
        case "host": .host
        case "http2-settings": .http2Settings
        case "origin": .origin
        case "keep-alive": .keepAlive
        case "retry-after": .retryAfter
        case "server": .server
        case "te": .te
        case "trailer": .trailer
        case "transfer-encoding": .transferEncoding
        case "upgrade": .upgrade
        case "via": .via
        case "x-request-id": .requestID
        default:
            name.hasPrefix("proxy-") ? .proxy : name.hasPrefix("access-control-") ? .accessControl : .other
        }
    }
}
