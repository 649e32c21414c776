import Configuration
import HTTPEngine
import Router
import TestSupport
import Testing

@testable import herd

/// Which authorities backends behind https are to be certified by, as the operator says it.
@Suite struct TrustTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        folder.write([], to: "all.pem")
        folder.write([], to: "one.pem")
    }

    private func options(_ file: String) throws -> RouterOptions {
        let surroundings = Surroundings(platform: .linux, home: "/h")
        let invocation = try HerdSettings.program.read([], in: surroundings) { _ throws(FileFailure) in
            Array(file.utf8)
        }
        guard case .run(_, let settings, _) = invocation else { throw CancellationError() }
        var options = RouterOptions(settings)
        try options.readTrust(settings)
        return options
    }

    @Test func `a backend's own authorities come before those for all`() throws {
        let one = "backend = https://a ca-file=\(folder("one.pem"))\n"
        let options = try options(one + "backend = https://b\nca-file = \(folder("all.pem"))\n")
        #expect(options.trust.caFile == folder("all.pem"))
        #expect(options.trust.caFiles == [options.backends[0]: folder("one.pem")])
    }

    @Test func `where nothing is said the system decides`() throws {
        #expect(try options("backend = https://a\n").trust == Trust())
    }

    @Test(arguments: ["ca-file = /none/ca.pem\n", "backend = https://a ca-file=/none/ca.pem\n"])
    func `a file that is missing is an error that says what to do`(file: String) {
        do {
            _ = try options(file)
            Issue.record("taken")
        } catch {
            #expect("\(error)".hasPrefix("the ca-file /none/ca.pem is not there. It must hold the certificates"))
        }
    }
}
