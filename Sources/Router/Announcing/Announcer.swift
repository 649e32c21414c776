import Discovery
import HTTPEngine
import Telemetry

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lets the machines of the local network find this router, as far as anybody could come from there.
final class Announcer: Sendable {
    private let log: Logger
    private let directory = Locked<(any ServiceDirectory)?>(nil)
    /// Why it cannot be found, as the log knows it.
    private let fault = Locked<String?>(nil)

    init(log: Logger) {
        self.log = log
    }

    func start(_ card: RouterCard, listening: [SocketAddress]) {
        guard let offer = ServiceOffer(name: "\(card.fleet) on \(Self.machineName)", card, listening: listening) else {
            return log.info("not announced on the local network: it listens on loopback only (--host)")
        }
        guard card.entries != nil else {
            return log.warning("not announced on the local network: the fleet's name is too long, or has line breaks")
        }
        let new = SystemDirectory(.announce(offer)) { [self] in take($0) }
        directory.withLock { $0 = new }
    }

    func stop() {
        directory.withLock { $0.take() }?.stop()
    }

    /// On the directory's thread.
    private func take(_ news: DirectoryNews) {
        switch news {
        case .announced(let name):
            fault.withLock { $0 = nil }
            log.info(
                "announced on the local network",
                ["name": .string(name), "service": .string(RouterCard.serviceType)]
            )
        case .unavailable(let reason):
            let isNews = fault.withLock { fault in
                defer { fault = reason }
                return fault != reason
            }
            if isNews {
                log.info("no discovery: nodes need --router URL to find this router", ["reason": .string(reason)])
            }
        case .ready, .seen, .gone: break
        }
    }

    /// Without its domain.
    private static var machineName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "a machine" }
        let name = bytes.prefix { $0 != 0 && $0 != CChar(UInt8(ascii: ".")) }.map { UInt8(bitPattern: $0) }
        return name.isEmpty ? "a machine" : String(decoding: name, as: UTF8.self)
    }
}
