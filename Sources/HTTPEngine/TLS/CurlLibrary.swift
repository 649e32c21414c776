import CCurl

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// libcurl, which speaks TLS for us: loaded when it is first asked for, which takes some milliseconds and half a dozen other
/// libraries that a router without https backends has no use for.
///
/// `@unchecked Sendable`: nothing of it changes once it is loaded.
final class CurlLibrary: @unchecked Sendable {
    /// Nil where the system has none. Who asks first waits for the disk: never do that on a loop.
    static let shared = CurlLibrary()

    #if os(Linux)
        /// The one with OpenSSL first: it can look for a single authority instead of reading them all for each connection.
        static let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]
        static let missing = "https needs libcurl, which is not there: install it (Debian: apt-get install libcurl4)"
    #else
        static let names = ["/usr/lib/libcurl.4.dylib", "libcurl.4.dylib"]
        static let missing = "https needs libcurl, which cannot be loaded on this system"
    #endif

    let calls: UnsafePointer<herd_curl>
    /// The folder of the system's authorities, when they can be looked up there by name.
    let authorities: String?

    /// Waits for it.
    static func load() {
        _ = shared
    }

    private init?() {
        var calls = herd_curl()
        guard Self.names.contains(where: { Self.load($0, into: &calls) }),
            calls.global_init(Int(HERD_CURL_GLOBAL_ALL.rawValue)) == 0
        else { return nil }
        // It writes to sockets that may have been closed at the other end.
        signal(SIGPIPE, SIG_IGN)
        authorities = Self.authorities(by: calls)
        let kept = UnsafeMutablePointer<herd_curl>.allocate(capacity: 1)
        kept.initialize(to: calls)
        self.calls = UnsafePointer(kept)
    }

    private static func load(_ name: String, into calls: inout herd_curl) -> Bool {
        guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { return false }
        return herd_curl_find(&calls, library) == 1
    }

    /// OpenSSL finds an authority in a folder by the hash of its name. Reading the file of all authorities instead takes some
    /// 40 ms, for each connection.
    private static func authorities(by calls: herd_curl) -> String? {
        let seventh: Int32 = 6
        guard let version = calls.version_info(seventh)?.pointee, version.age >= seventh, let folder = version.capath,
            let ssl = version.ssl_version, String(cString: ssl).hasPrefix("OpenSSL"), let entries = opendir(folder)
        else { return nil }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let isHash = withUnsafeBytes(of: &entry.pointee.d_name) { name in
                name.count > 10 && name[8] == UInt8(ascii: ".") && name[9] == UInt8(ascii: "0") && name[10] == 0
            }
            if isHash { return String(cString: folder) }
        }
        return nil
    }
}
