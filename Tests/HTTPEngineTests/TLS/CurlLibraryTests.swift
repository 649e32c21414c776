import CCurl
import Testing

@testable import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What `CCurl` declares of libcurl, beside what the library says of itself.
@Suite(.enabled(if: CurlLibrary.shared != nil, "needs libcurl"))
struct CurlLibraryTests {
    /// Answers with a `curl_easyoption`: a pointer to its name, and then its number.
    private typealias OptionByName = @convention(c) (UnsafePointer<CChar>) -> UnsafeRawPointer?

    private static let options: [(String, herd_curl_option)] = [
        ("SSLVERSION", HERD_CURL_SSLVERSION), ("SSL_VERIFYPEER", HERD_CURL_SSL_VERIFYPEER),
        ("SSL_VERIFYHOST", HERD_CURL_SSL_VERIFYHOST), ("HTTP_VERSION", HERD_CURL_HTTP_VERSION),
        ("NOSIGNAL", HERD_CURL_NOSIGNAL), ("CONNECT_ONLY", HERD_CURL_CONNECT_ONLY), ("URL", HERD_CURL_URL),
        ("PROXY", HERD_CURL_PROXY), ("ERRORBUFFER", HERD_CURL_ERRORBUFFER), ("CAINFO", HERD_CURL_CAINFO),
        ("CAPATH", HERD_CURL_CAPATH), ("OPENSOCKETDATA", HERD_CURL_OPENSOCKETDATA),
        ("CONNECT_TO", HERD_CURL_CONNECT_TO), ("OPENSOCKETFUNCTION", HERD_CURL_OPENSOCKETFUNCTION),
        ("CLOSESOCKETFUNCTION", HERD_CURL_CLOSESOCKETFUNCTION),
    ]

    private func symbol(_ name: String) throws -> UnsafeMutableRawPointer {
        let libraries = CurlLibrary.names.compactMap { dlopen($0, RTLD_NOW) }
        return try #require(dlsym(libraries.first, name))
    }

    @Test func `an option has the number that the library gives it`() throws {
        let option = unsafeBitCast(try symbol("curl_easy_option_by_name"), to: OptionByName.self)
        for (name, number) in Self.options {
            let found = option(name)?.load(fromByteOffset: MemoryLayout<UnsafeRawPointer>.size, as: Int32.self)
            #expect(found == Int32(number.rawValue), "\(name)")
        }
    }

    @Test func `an error has the number that the library gives it`() throws {
        let calls = try #require(CurlLibrary.shared).calls
        let words = [
            (HERD_CURL_COULDNT_CONNECT, "connect to server"), (HERD_CURL_SSL_CONNECT_ERROR, "SSL connect error"),
            (HERD_CURL_PEER_FAILED_VERIFICATION, "certificate"), (HERD_CURL_SSL_CACERT_BADFILE, "CA cert"),
            (HERD_CURL_AGAIN, "not ready"),
        ]
        for (code, said) in words {
            let text = calls.pointee.easy_strerror(Int32(code.rawValue)).map { String(cString: $0) }
            #expect(text?.contains(said) == true, "\(text ?? "")")
        }
    }
}
