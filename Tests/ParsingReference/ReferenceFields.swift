import HTTPEngine

extension Reference {
    /// Fields read so far, and what follows from them.
    enum Section { case request, response, trailers }

    struct Fields {
        var list: [Field] = []
        var options: [String] = []
        var codings: [String] = []
        var lengths: [UInt64] = []
        var hosts: [[UInt8]] = []
        var isExpecting = false

        /// Reads a field line; returns what it breaks.
        mutating func read(_ line: Line, of section: Section, version: String, limits: HeadLimits) -> Set<HeadFault> {
            var faults = line.faults
            faults.formUnion(readContent(line.content, of: section, version: version, limits: limits))
            if let start = line.beforeStrayReturn {
                faults.formUnion(readContent(start, of: section, version: version, limits: limits))
            }
            return faults
        }

        private mutating func readContent(
            _ content: [UInt8],
            of section: Section,
            version: String,
            limits: HeadLimits
        ) -> Set<HeadFault> {
            var faults: Set<HeadFault> = []
            if content.first == 0x20 || content.first == 0x09 { return [.obsoleteFold] }
            let colon = content.firstIndex(of: UInt8(ascii: ":"))
            if colon == nil { faults.insert(.missingColon) }
            let name = content[..<(colon ?? content.endIndex)]
            if name.isEmpty { faults.insert(.emptyFieldName) }
            if name.contains(0x20) || name.contains(0x09) { faults.insert(.spaceBeforeColon) }
            for byte in name where byte > 0x20 && byte != 0x7F && !isToken([byte]) { faults.insert(.invalidFieldName) }
            if list.count + 1 > limits.fieldsMax { faults.insert(.tooManyFields) }
            guard let colon else { return faults }
            let field = Field(name: lowercased(name), value: trimmed(content[(colon + 1)...]), isHopByHop: false)
            list.append(field)
            if section != .trailers { faults.formUnion(judge(field, version: version)) }
            if section == .request { faults.formUnion(judgeForRequest(field)) }
            return faults
        }

        private mutating func judge(_ field: Field, version: String) -> Set<HeadFault> {
            switch field.name {
            case "connection": return judgeConnection(field.value)
            case "content-length": return judgeLength(field.value)
            case "transfer-encoding": return judgeCodings(field.value, version: version)
            default: return []
            }
        }

        private mutating func judgeForRequest(_ field: Field) -> Set<HeadFault> {
            var faults: Set<HeadFault> = []
            switch field.name {
            case "host":
                hosts.append(field.value)
                if hosts.count > 1 { faults.insert(.repeatedHost) }
                if !isAuthority(field.value) { faults.insert(.invalidHost) }
            case "expect":
                isExpecting = true
                if lowercased(field.value) != "100-continue" { faults.insert(.unknownExpectation) }
            default: break
            }
            return faults
        }

        private mutating func judgeLength(_ value: [UInt8]) -> Set<HeadFault> {
            var faults: Set<HeadFault> = []
            if !lengths.isEmpty { faults.insert(.repeatedContentLength) }
            if !codings.isEmpty { faults.insert(.lengthWithTransferEncoding) }
            let digits = value.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            if digits.isEmpty || digits.count < value.count { faults.insert(.invalidContentLength) }
            let significant = String(decoding: digits.drop { $0 == UInt8(ascii: "0") }, as: UTF8.self)
            let length = significant.isEmpty ? 0 : UInt64(significant)
            if length == nil || length! > UInt64(Int64.max) { faults.insert(.contentLengthTooLarge) }
            lengths.append(length ?? 0)
            return faults
        }

        private mutating func judgeCodings(_ value: [UInt8], version: String) -> Set<HeadFault> {
            var faults: Set<HeadFault> = []
            if version == "HTTP/1.0" { faults.insert(.transferEncodingInHTTP10) }
            if !lengths.isEmpty { faults.insert(.lengthWithTransferEncoding) }
            for coding in elements(value) {
                if !isToken(coding) { faults.insert(.malformedTransferEncoding) }
                if codings.contains("chunked") { faults.insert(.chunkedNotOnceAndLast) }
                let name = lowercased(coding)
                if name != "chunked" { faults.insert(.unknownTransferCoding) }
                codings.append(name)
            }
            return faults
        }

        private mutating func judgeConnection(_ value: [UInt8]) -> Set<HeadFault> {
            var faults: Set<HeadFault> = []
            for option in elements(value) where !option.isEmpty {
                if !isToken(option) { faults.insert(.malformedConnection) }
                let name = lowercased(option)
                if protected.contains(name) { faults.insert(.protectedFieldInConnection) }
                options.append(name)
                if options.count > 64 { faults.insert(.tooManyConnectionOptions) }
            }
            return faults
        }

        /// All fields, each marked if it must not be forwarded.
        var marked: [Field] {
            list.map { field in
                var field = field
                field.isHopByHop =
                    hopByHop.contains(field.name) || field.name.hasPrefix("proxy-") || options.contains(field.name)
                return field
            }
        }

        func keepAlive(version: String) -> Bool {
            if options.contains("close") { return false }
            return version == "HTTP/1.1" || options.contains("keep-alive")
        }
    }

    static let hopByHop: Set<String> = [
        "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings",
    ]

    static let protected: Set<String> = [
        "authorization", "content-encoding", "content-length", "content-type", "expect", "host",
    ]

    /// A host name, an IPv4 address or an IPv6 address in brackets, with a port or without.
    static func isAuthority(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        var host = text
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return false }
            let address = text[text.index(after: text.startIndex)..<close]
            let rest = text[text.index(after: close)...]
            guard (2...45).contains(address.utf8.count), address.allSatisfy({ "0123456789abcdefABCDEF:.".contains($0) })
            else {
                return false
            }
            return rest.isEmpty || rest.hasPrefix(":") && isPort(rest.dropFirst())
        }
        if let colon = text.firstIndex(of: ":") {
            host = String(text[..<colon])
            guard isPort(text[text.index(after: colon)...]) else { return false }
        }
        return !host.isEmpty && host.utf8.allSatisfy { isAlphanumeric($0) || "-._~".utf8.contains($0) }
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.utf8.count <= 5 && text.utf8.allSatisfy { isAlphanumeric($0) && $0 < UInt8(ascii: "A") }
            && (text.isEmpty || Int(text)! <= 65535)
    }
}
