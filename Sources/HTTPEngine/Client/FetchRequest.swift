/// A request of our own, before it is known over which connection it goes.
struct FetchRequest: Sendable {
    private let method: StaticString
    private let path: String
    private let body: [UInt8]?
    private let fields: [(name: String, value: String)]
    private let credential: Credential?

    /// - Parameter fields: of the request's head; without line breaks.
    init(
        _ method: StaticString,
        _ path: String,
        _ body: [UInt8]?,
        _ fields: [(name: String, value: String)] = [],
        _ credential: Credential? = nil
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.fields = fields
        self.credential = credential
    }

    func bytes(to endpoint: Endpoint, keepsConnection: Bool) -> [UInt8] {
        var output = ByteWriter(capacity: 256 + (body?.count ?? 0))
        output.append(method)
        output.append(text: " \(endpoint.basePath)\(path) HTTP/1.1\r\nHost: \(endpoint.authority)\r\n")
        output.append("Accept: application/json\r\nUser-Agent: herd\r\n")
        if !keepsConnection { output.append("Connection: close\r\n") }
        output.append(text: endpoint.keyField)
        if let credential { output.append(credential.field) }
        for field in fields { output.append(text: "\(field.name): \(field.value)\r\n") }
        if let body { output.append(text: "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n") }
        output.append("\r\n")
        output.append(body ?? [])
        return output.bytes
    }
}
