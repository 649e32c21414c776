/// Why a connection could not be opened.
package enum ConnectFault: Error, Equatable, Sendable, CustomStringConvertible {
    case late
    case system(SystemError)
    case tls(TLSFault)

    package var description: String {
        switch self {
        case .late: "it did not accept the connection in time"
        case .system(let error): error.description
        case .tls(let fault): fault.description
        }
    }

    /// Another address of the same name will not do better.
    var isFinal: Bool {
        if case .tls = self { true } else { false }
    }
}
