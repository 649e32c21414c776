/// What a client asked, as far as the answer depends on it.
package struct PracticeRequest: Sendable {
    package var method: String
    /// Without the query.
    package var path: String
    package var body: [UInt8]

    /// - Parameter target: as it stands in the request line.
    package init(_ method: String, _ target: String, body: [UInt8] = []) {
        self.method = method
        path = String(target.prefix { $0 != "?" })
        self.body = body
    }
}
