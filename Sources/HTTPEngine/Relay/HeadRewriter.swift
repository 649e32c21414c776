/// Composes the heads that are passed on. Nothing is forwarded as it came: each field is written out anew from what the
/// strict parser understood, without those that belong to one connection only.
enum HeadRewriter {
    /// How the length of a request's body is told to the backend.
    enum Length {
        case none
        case bytes(UInt64)
        case chunked
    }

    static func request(
        _ head: RequestHead,
        to upstream: Upstream,
        id: RequestID,
        via pseudonym: [UInt8],
        length: Length,
        into output: inout ByteWriter
    ) {
        let bytes = head.bytes.span
        output.append(bytes.extracting(head.methodSlice.range))
        output.append(" ")
        output.append(upstream.basePath)
        let isAsterisk = head.path.count == 1 && bytes[head.path.range.lowerBound] == UInt8(ascii: "*")
        let isRooted = !head.path.isEmpty && bytes[head.path.range.lowerBound] == UInt8(ascii: "/")
        if !isRooted && !isAsterisk { output.append("/") }
        output.append(bytes.extracting(head.path.range))
        output.append(" HTTP/1.1\r\n")
        output.append(upstream.hostField)
        var run = FieldRun(bytes.count)
        for field in head.fields where !field.isHopByHop {
            switch field.kind {
            case .host, .contentLength, .expect, .requestID, .herdKey, .origin: continue
            case .authorization where upstream.credential != nil: continue
            case .other where upstream.credential != nil && head.matches(field.name, "x-api-key"): continue
            default: run.add(field, of: bytes, to: &output)
            }
        }
        run.flush(of: bytes, to: &output)
        if let credential = upstream.credential { output.append(credential.field) }
        finish(id, pseudonym, length, &output)
    }

    /// For a backend that is asked something else: another path and other fields, and what the rewriter keeps of the client's.
    static func request(
        _ exchange: Exchange,
        to upstream: Upstream,
        by rewriter: any AnswerRewriter,
        length: Length,
        into output: inout ByteWriter
    ) {
        let head = exchange.request
        let bytes = head.bytes.span
        output.append("POST ")
        output.append(upstream.basePath)
        output.append(text: rewriter.path)
        output.append(" HTTP/1.1\r\n")
        output.append(upstream.hostField)
        for field in head.fields where !field.isHopByHop {
            switch field.kind {
            case .host, .contentLength, .contentType, .contentEncoding, .expect, .requestID, .origin: continue
            case .authorization where upstream.credential != nil: continue
            default: if !rewriter.keeps(field, of: head) { continue }
            }
            output.append(bytes.extracting(field.name.range))
            output.append(": ")
            output.append(bytes.extracting(field.value.range))
            output.append("\r\n")
        }
        output.append(rewriter.fields)
        output.append(upstream.credential?.field ?? rewriter.key)
        finish(exchange.id, exchange.connection.server.options.pseudonym, length, &output)
    }

    private static func finish(_ id: RequestID, _ pseudonym: [UInt8], _ length: Length, _ output: inout ByteWriter) {
        output.append("Via: 1.1 ")
        output.append(pseudonym)
        output.append("\r\nX-Request-Id: ")
        id.append(to: &output)
        output.append("\r\n")
        append(length, to: &output)
        output.append("\r\n")
    }

    private static func append(_ length: Length, to output: inout ByteWriter) {
        switch length {
        case .none: break
        case .chunked: output.append("Transfer-Encoding: chunked\r\n")
        case .bytes(let count):
            output.append("Content-Length: ")
            output.append(decimal: count)
            output.append("\r\n")
        }
    }

    /// The status line and the fields a client may see; the caller adds its own and the empty line. Answers whether there
    /// is a date among them.
    static func answer(_ head: ResponseHead, keepsLength: Bool, into output: inout ByteWriter) -> Bool {
        let bytes = head.bytes.span
        output.append("HTTP/1.1 ")
        output.append(decimal: UInt64(head.status))
        output.append(" ")
        output.append(bytes.extracting(head.reason.range))
        output.append("\r\n")
        var hasDate = false
        var run = FieldRun(bytes.count)
        for field in head.fields where !field.isHopByHop {
            switch field.kind {
            case .requestID, .herd, .herdKey, .accessControl: continue
            case .contentLength where !keepsLength: continue
            case .date: hasDate = true
            default: break
            }
            run.add(field, of: bytes, to: &output)
        }
        run.flush(of: bytes, to: &output)
        return hasDate
    }

    /// The trailers that may be passed on, and the empty line that ends them.
    static func trailers(_ trailers: TrailerFields, into output: inout ByteWriter) {
        let bytes = trailers.bytes.span
        var run = FieldRun(bytes.count)
        for field in trailers.fields where !field.isHopByHop { run.add(field, of: bytes, to: &output) }
        run.flush(of: bytes, to: &output)
        output.append("\r\n")
    }
}
