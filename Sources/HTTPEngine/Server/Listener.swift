#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A listening socket: accepts what comes and passes the descriptors on.
///
/// When the process has no descriptor left, one kept in reserve is given up to accept the waiting caller, tell it so and
/// close it; when even that fails, the listener rests for a moment. Nobody is left hanging in the queue unheard.
package final class Listener: Timed, Channel {
    /// How many callers are accepted before the sockets of others are looked at.
    private static let batch = 64
    private static let rest = LoopSpan(nanoseconds: 100_000_000)

    package let address: SocketAddress
    private let loop: EventLoop
    private let descriptor: Int32
    private var reserve: Int32
    private var isOpen = true
    private let accepted: (Int32) -> Void
    private let turnedAway: (Int32) -> Void

    /// - Parameters:
    ///   - accepted: takes over the descriptor of a caller.
    ///   - turnedAway: may say a last word to a caller for whom there is no descriptor; it is closed afterwards.
    package init(
        _ address: SocketAddress,
        on loop: EventLoop,
        accepted: @escaping (Int32) -> Void,
        turnedAway: @escaping (Int32) -> Void
    ) throws(SystemError) {
        let system = loop.system
        let descriptor = try system.openSocket(family: address.systemFamily)
        do throws(SystemError) {
            system.setOption(descriptor, SOL_SOCKET, SO_REUSEADDR)
            if address.family == .v6 { system.setOption(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY) }
            try system.check(.bind) { address.withAddress { bind(descriptor, $0, $1) } }
            try system.check(.listen) { listen(descriptor, 4096) }
        } catch {
            system.close(descriptor)
            throw error
        }
        self.loop = loop
        self.descriptor = descriptor
        self.address = SocketAddress.bound(descriptor) ?? address
        self.accepted = accepted
        self.turnedAway = turnedAway
        reserve = system.openReserve()
        super.init()
        do throws(SystemError) {
            try loop.register(descriptor, self)
        } catch {
            system.close(descriptor)
            system.close(reserve)
            throw error
        }
    }

    func ready(_ readiness: Readiness) {
        acceptWaiting()
    }

    override func deadlinePassed() {
        acceptWaiting()
    }

    /// Takes in those who already wait in the queue and stops listening.
    package func close() {
        guard isOpen else { return }
        acceptWaiting()
        isOpen = false
        loop.removeDeadline(self)
        loop.close(descriptor)
        loop.system.close(reserve)
    }

    private func acceptWaiting() {
        for _ in 0..<Self.batch where isOpen {
            do throws(SystemError) {
                accepted(try loop.system.accept(descriptor))
            } catch {
                if error.code == EAGAIN || error.code == EWOULDBLOCK { return }
                if error.isExhausted && !turnOneAway() {
                    loop.setDeadline(self, after: Self.rest)
                    return
                }
            }
        }
        // Edge triggered: whoever still waits is not announced again.
        loop.setDeadline(self, after: LoopSpan(nanoseconds: 0))
    }

    private func turnOneAway() -> Bool {
        guard reserve >= 0 else {
            reserve = loop.system.openReserve()
            return false
        }
        loop.system.close(reserve)
        defer { reserve = loop.system.openReserve() }
        guard let caller = try? loop.system.accept(descriptor) else { return false }
        turnedAway(caller)
        loop.system.close(caller)
        return true
    }
}
