#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A system call that failed: which, and why.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    package var call: SystemCall
    package var code: Int32

    package init(_ call: SystemCall, _ code: Int32) {
        self.call = call
        self.code = code
    }

    package var description: String {
        "\(call.rawValue): \(String(cString: strerror(code)))"
    }

    package var isAddressInUse: Bool { code == EADDRINUSE }
    package var isPermissionDenied: Bool { code == EACCES || code == EPERM }
    package var isAddressUnavailable: Bool { code == EADDRNOTAVAIL || code == EAFNOSUPPORT }
    /// No descriptor or memory is left: waiting helps, trying again at once does not.
    package var isExhausted: Bool { code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM }
}

/// The calls the engine makes, by name: what an error says and what a test can make fail.
package enum SystemCall: String, Sendable {
    case accept, bind, connect, listen, recv, send, socket, setsockopt, getsockopt, wait, register, create, open
}
