import HTTPEngine
import Testing

@Suite struct CredentialTests {
    @Test(arguments: ["", " ", "a b", "a\r\nX: y", "a\u{7F}", "ä", String(repeating: "k", count: 8193)])
    func `what cannot stand in a field is no key`(text: String) {
        #expect(Credential(text, as: .bearer) == nil && Credential(text, as: .apiKey) == nil)
    }

    @Test func `a key never shows itself`() throws {
        let credential = try #require(Credential("s3cret", as: .bearer))
        var dumped = ""
        dump([credential], to: &dumped)
        let shown = "\(credential) \(String(reflecting: credential)) \(Optional(credential) as Any) \(dumped)"
        #expect(!shown.contains("s3cret") && !shown.contains("115, 51"))
    }
}
