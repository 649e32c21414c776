#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Signs certificates for tests, made anew in each run by the system's `openssl`.
package final class TLSAuthority: Sendable {
    package enum Certificate: String, CaseIterable, Sendable {
        /// For `localhost` and 127.0.0.1.
        case local
        /// For another name.
        case foreign
        /// For `localhost` and 127.0.0.1, until yesterday.
        case expired
    }

    package struct CannotSign: Error {
        package var said: String
    }

    /// What the tests need is here: `openssl` and a Python to serve with.
    package static let isThere = tool("openssl") != nil && tool("python3") != nil

    private let folder: TemporaryFolder

    package init() async throws {
        folder = try TemporaryFolder()
        folder.write(Array("subjectAltName=DNS:localhost,IP:127.0.0.1\n".utf8), to: "local.names")
        folder.write(Array("subjectAltName=DNS:other.example\n".utf8), to: "foreign.names")
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        let subject = ["-subj", "/CN=Herd tests"]
        let files = ["-keyout", folder("authority.key"), "-out", folder("authority.pem")]
        try await openssl(["req", "-x509", "-days", "2"] + curve + subject + files)
        try await openssl(["req", "-new"] + curve + subject + ["-keyout", folder("key"), "-out", folder("request")])
        for certificate in Certificate.allCases { try await sign(certificate) }
    }

    /// Whoever believes in this believes in the certificates.
    package var file: String { folder("authority.pem") }
    package var key: String { folder("key") }

    package func file(of certificate: Certificate) -> String { folder("\(certificate.rawValue).pem") }

    private func sign(_ certificate: Certificate) async throws {
        let names = certificate == .foreign ? "foreign.names" : "local.names"
        let days = certificate == .expired ? "-1" : "2"
        let signer = ["-CA", file, "-CAkey", folder("authority.key"), "-set_serial", "\(certificate.rawValue.count)"]
        let files = ["-in", folder("request"), "-extfile", folder(names), "-out", file(of: certificate)]
        try await openssl(["x509", "-req", "-days", days] + signer + files)
    }

    private func openssl(_ arguments: [String]) async throws {
        let ended = try await RunningProgram(Self.tool("openssl") ?? "openssl", arguments).wait()
        if ended.code != 0 { throw CannotSign(said: ended.said) }
    }

    /// Where a program of the system is.
    static func tool(_ name: String) -> String? {
        guard let path = getenv("PATH") else { return nil }
        let places = String(cString: path).split(separator: ":").map { "\($0)/\(name)" }
        return places.first { access($0, X_OK) == 0 }
    }
}
