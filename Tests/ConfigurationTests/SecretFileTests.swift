import TestSupport
import Testing

@testable import Configuration

@Suite struct SecretFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `one line is the secret, without the blanks around it`() throws {
        folder.write(Array("  0123456789abcdef\r\n\n".utf8), to: "token")
        #expect(try SecretFile(folder("token"), of: "token").text == "0123456789abcdef")
    }

    @Test(arguments: [
        "", "\n", "0123456789abcde", "0123456789abcdef 0", "0123456789abcdef\n0", "0123456789abcdef\0",
        "0123456789abcdeü", String(repeating: "a", count: 257), String(repeating: "a", count: 100_000),
    ])
    func `anything else is refused, and not repeated`(text: String) {
        folder.write(Array(text.utf8), to: "token")
        let fault = #expect(throws: SecretFile.Fault.self) { try SecretFile(folder("token"), of: "token") }
        #expect(fault?.description.contains("must hold 16 to 256") == true)
        #expect(fault?.description.contains("0123456789") == false)
    }

    @Test func `what is not there or is no file says so`() {
        for (path, reason) in [
            (folder("none"), "is not there"), (folder.path, "is no file"), ("/dev/zero", "is no file"),
        ] {
            let fault = #expect(throws: SecretFile.Fault.self) { try SecretFile(path, of: "token") }
            #expect(fault?.description.contains(reason) == true)
        }
    }
}
