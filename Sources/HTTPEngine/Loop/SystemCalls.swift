#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Every system call of the data plane, in one place, so that each can be made to fail.
///
/// `forced` answers with the error a call shall end in, or nil to let it happen; it is nil in production and costs one
/// test of a pointer. Calls interrupted by a signal are repeated here and nowhere else.
package struct SystemCalls: Sendable {
    package typealias Forced = @Sendable (SystemCall) -> Int32?

    package let forced: Forced?

    package init(forced: Forced? = nil) {
        self.forced = forced
    }

    /// How much a call moved, or the error code it ended with.
    package enum Moved: Equatable, Sendable {
        case bytes(Int)
        case wouldBlock
        case failed(Int32)
    }

    func receive(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Moved {
        moved(.recv) { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
    }

    func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Moved {
        moved(.send) { Self.sendBytes(descriptor, bytes) }
    }

    @inline(__always)
    private func moved(_ call: SystemCall, _ body: () -> Int) -> Moved {
        if let forced, let code = forced(call) {
            return code == EAGAIN ? .wouldBlock : .failed(code)
        }
        while true {
            let count = body()
            if count >= 0 { return .bytes(count) }
            let code = errno
            if code == EINTR { continue }
            return code == EAGAIN || code == EWOULDBLOCK ? .wouldBlock : .failed(code)
        }
    }

    /// A call that answers with a descriptor or zero, or throws what went wrong.
    @discardableResult
    func check(_ call: SystemCall, _ body: () -> Int32) throws(SystemError) -> Int32 {
        if let forced, let code = forced(call) {
            throw SystemError(call, code)
        }
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = errno
            if code != EINTR { throw SystemError(call, code) }
        }
    }

    func close(_ descriptor: Int32) {
        // After EINTR the descriptor is gone on Linux and may be reused: closing again could hit somebody else's.
        _ = Self.closeDescriptor(descriptor)
    }

    /// Closing sends a reset instead of an orderly end, so that a cut answer cannot be taken for a whole one.
    func resetOnClose(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }

    func setOption(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32 = 1) {
        var value = value
        _ = setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    package func setNoDelay(_ descriptor: Int32) {
        setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
    }

    /// Why a connection attempt ended, zero when it stands.
    func pendingError(_ descriptor: Int32) -> Int32 {
        if let forced, let code = forced(.getsockopt) { return code }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 ? code : errno
    }

    func finishSending(_ descriptor: Int32) {
        _ = shutdown(descriptor, Self.shutWrite)
    }

    static func now() -> LoopTime {
        var spec = timespec()
        clock_gettime(Self.awakeClock, &spec)
        return LoopTime(nanoseconds: UInt64(spec.tv_sec) &* 1_000_000_000 &+ UInt64(spec.tv_nsec))
    }

    static func secondsSince1970() -> Int64 {
        var spec = timespec()
        clock_gettime(CLOCK_REALTIME, &spec)
        return Int64(spec.tv_sec)
    }

    /// Lets the process open as many descriptors as the system allows it, and answers how many that is.
    @discardableResult
    package static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(Self.descriptorLimit, &limit) == 0 else { return 1024 }
        var raised = limit
        raised.rlim_cur = Self.descriptorLimitMax(limit.rlim_max)
        if raised.rlim_cur > limit.rlim_cur, setrlimit(Self.descriptorLimit, &raised) == 0 {
            limit = raised
        }
        return Int(clamping: limit.rlim_cur)
    }
}

extension SystemCalls {
    /// A descriptor of no use but to be given up when there is none left.
    func openReserve() -> Int32 {
        if let forced, forced(.open) != nil { return -1 }
        return open("/dev/null", O_RDONLY | O_CLOEXEC)
    }
}
