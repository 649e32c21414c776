package import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A port on which nobody listens, and nobody else can while this exists: connecting to it is refused.
///
/// A port that was merely closed is soon given to another test, which then gets this one's connections.
package final class ReservedPort: Sendable {
    package let address: SocketAddress
    private let descriptor: Int32

    package init() {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        address = SocketAddress.bind(descriptor, to: .loopback())
    }

    deinit {
        close(descriptor)
    }
}
