#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The machine's interfaces, by their addresses.
package enum NetworkInterface {
    /// The number of the one that has this address; nil where none has.
    package static func number(of host: String) -> Int? {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return nil }
        defer { freeifaddrs(list) }
        var entry = list
        while let current = entry {
            entry = current.pointee.ifa_next
            guard let address = current.pointee.ifa_addr, text(address) == host else { continue }
            let number = Int(if_nametoindex(current.pointee.ifa_name))
            return number > 0 ? number : nil
        }
        return nil
    }

    /// Nil for what is neither IPv4 nor IPv6.
    static func text(_ address: UnsafePointer<sockaddr>) -> String? {
        let length: Int
        switch Int32(address.pointee.sa_family) {
        case AF_INET: length = MemoryLayout<sockaddr_in>.size
        case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
        default: return nil
        }
        var text = [CChar](repeating: 0, count: 64)
        guard getnameinfo(address, socklen_t(length), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
