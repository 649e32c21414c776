package import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A port whose queue of callers is full: connecting to it neither succeeds nor is refused.
package final class DeafPort: Sendable {
    package let address: SocketAddress
    private let descriptors: [Int32]

    package init() {
        let listener = Self.stream()
        address = SocketAddress.bind(listener, to: .loopback())
        listen(listener, 0)
        var descriptors = [listener]
        // The queue holds one or two more than it was asked to.
        for _ in 0..<4 {
            let caller = Self.stream()
            _ = fcntl(caller, F_SETFL, O_NONBLOCK)
            SocketAddress.connect(caller, to: address)
            descriptors.append(caller)
        }
        self.descriptors = descriptors
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    private static func stream() -> Int32 {
        #if canImport(Glibc)
            socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            socket(AF_INET, SOCK_STREAM, 0)
        #endif
    }
}
