import Fleet
import HTTPEngine
import Router
import Telemetry
import TestSupport
import Testing

@testable import herd

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files operators keep the keys of their backends in.
@Suite struct KeyFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func write(_ text: String, mode: mode_t = 0o600) throws -> String {
        let path = folder("key")
        let file = try #require(fopen(path, "wb"))
        fputs(text, file)
        fclose(file)
        chmod(path, mode)
        return path
    }

    private func options(_ path: String, _ kind: BackendKind? = nil) -> RouterOptions {
        var options = RouterOptions()
        options.backends = [Endpoint(host: "a", port: 1), Endpoint(host: "b", port: 1)]
        var terms = BackendTerms()
        terms.keyFile = path
        terms.kind = kind
        options.terms[options.backends[0]] = terms
        return options
    }

    @Test(arguments: ["s3cret", "s3cret\n", "  s3cret \r\n\n"])
    func `the key is what stands in the file, for its backend alone`(text: String) throws {
        var options = options(try write(text))
        let log = MemorySink()
        try options.readKeys(Logger(component: "t", level: .debug, sink: log))
        #expect(options.credentials == [options.backends[0]: Credential("s3cret", as: .bearer)])
        #expect(log.lines.isEmpty)
    }

    @Test func `a server of Anthropic's language gets it in the field it reads`() throws {
        var options = options(try write("k"), .anthropic)
        try options.readKeys(Logger(component: "t", level: .debug, sink: MemorySink()))
        #expect(options.credentials[options.backends[0]] == Credential("k", as: .apiKey))
    }

    @Test(arguments: [mode_t(0o640), 0o604, 0o644])
    func `a file that others can read is warned of, without the key`(mode: mode_t) throws {
        var options = options(try write("s3cret", mode: mode))
        let log = MemorySink()
        try options.readKeys(Logger(component: "t", level: .debug, sink: log))
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.contains("chmod 600") == true && log.lines.first?.contains("s3cret") == false)
    }

    @Test(arguments: ["", "\n", "two words", "two\nlines", "ümlaut", "null\u{1}"])
    func `what cannot be a key is refused, without showing it`(text: String) throws {
        let path = try write(text)
        do throws(KeyFile.Fault) {
            _ = try KeyFile(path, as: .bearer, for: .backend)
            Issue.record("taken")
        } catch {
            #expect(
                error.description == "the key file \(path) must hold the backend's key in one line, and nothing else"
            )
        }
    }

    @Test func `a file that is missing is an error that says what to do`() {
        do throws(KeyFile.Fault) {
            _ = try KeyFile(folder("none"), as: .bearer, for: .backend)
            Issue.record("taken")
        } catch {
            #expect(error.description.contains("\(folder("none")) is not there. Put the backend's key into it"))
        }
    }
}
