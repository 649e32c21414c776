#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An IP address with a port, IPv4 or IPv6.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    package enum Family: Sendable { case v4, v6 }

    private var bytes: [UInt8]

    private init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) {
        bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(length)))
    }

    package var family: Family {
        withAddress { address, _ in Int32(address.pointee.sa_family) == AF_INET6 ? .v6 : .v4 }
    }

    var systemFamily: Int32 { family == .v6 ? AF_INET6 : AF_INET }

    func withAddress<Answer>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer) -> Answer {
        bytes.withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count)) }
    }

    package var port: Int {
        // Both families keep the port in the third and fourth byte, in network order.
        Int(bytes[2]) << 8 | Int(bytes[3])
    }

    package var host: String {
        var text = [CChar](repeating: 0, count: 64)
        let code = withAddress { getnameinfo($0, $1, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) }
        guard code == 0 else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// This machine, by whichever of its own addresses for that.
    package var isLoopback: Bool { Self.isLoopback(host) }

    package static func isLoopback(_ host: String) -> Bool {
        host.hasPrefix("127.") || host == "::1" || host.lowercased() == "localhost"
    }

    package var description: String {
        family == .v6 ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// This machine, by IPv4; port 0 stands for any free one.
    package static func loopback(port: Int = 0) -> Self {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return withUnsafeBytes(of: &address) { raw in
            Self(raw.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
    }

    /// The addresses of a name, in the order the system prefers. Waits for the network: never call it on a loop.
    package static func resolve(_ host: String, port: Int, isListening: Bool = false) throws(ResolveError) -> [Self] {
        var hints = addrinfo()
        hints.ai_socktype = Self.streamKind
        hints.ai_flags = isListening ? AI_PASSIVE : 0
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { throw ResolveError(host: host, reason: String(cString: gai_strerror(code))) }
        defer { freeaddrinfo(list) }
        var found: [Self] = []
        var entry = list
        while let current = entry {
            if let address = current.pointee.ai_addr {
                found.append(Self(address, current.pointee.ai_addrlen))
            }
            entry = current.pointee.ai_next
        }
        return found
    }

    /// Binds a socket and answers where it really is.
    package static func bind(_ descriptor: Int32, to wanted: Self) -> Self {
        _ = wanted.withAddress { SystemCalls.bindSocket(descriptor, $0, $1) }
        return bound(descriptor) ?? wanted
    }

    /// Begins to connect a socket that does not block.
    package static func connect(_ descriptor: Int32, to address: Self) {
        _ = address.withAddress { SystemCalls.connectSocket(descriptor, $0, $1) }
    }

    /// Who is at the other end; nil once nobody is.
    static func peer(of descriptor: Int32) -> Self? {
        read { getpeername(descriptor, $0, $1) }
    }

    /// Where a bound socket really listens.
    static func bound(_ descriptor: Int32) -> Self? {
        read { getsockname(descriptor, $0, $1) }
    }

    private static func read(_ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32)
        -> Self?
    {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &storage) { raw in
            let address = raw.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            return call(address, &length) == 0 ? Self(address, length) : nil
        }
    }
}

/// A host name nobody knows.
package struct ResolveError: Error, Equatable, Sendable, CustomStringConvertible {
    package var host: String
    package var reason: String

    package var description: String { "cannot find \(host): \(reason)" }
}
