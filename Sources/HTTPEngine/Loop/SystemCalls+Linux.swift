#if os(Linux)
    import CSystem
    import Glibc

    extension SystemCalls {
        static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

        /// Stands still while the machine sleeps, as the kernel's own waits do.
        static let awakeClock = CLOCK_MONOTONIC
        static let shutWrite = Int32(SHUT_WR)
        static var descriptorLimit: Int32 { Int32(RLIMIT_NOFILE.rawValue) }

        static func descriptorLimitMax(_ hard: rlim_t) -> rlim_t { hard }

        static func sendBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
            Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }

        static func connectSocket(_ descriptor: Int32, _ to: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
            Glibc.connect(descriptor, to, length)
        }

        static func bindSocket(_ descriptor: Int32, _ to: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
            Glibc.bind(descriptor, to, length)
        }

        static func closeDescriptor(_ descriptor: Int32) -> Int32 { Glibc.close(descriptor) }

        func openSocket(family: Int32) throws(SystemError) -> Int32 {
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            return try check(.socket) { socket(family, kind, 0) }
        }

        func accept(_ listener: Int32) throws(SystemError) -> Int32 {
            let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            return try check(.accept) { herd_accept4(listener, flags) }
        }

        package static func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) {
            let box = Unmanaged.passRetained(ThreadBody(name, body))
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { runThread($0) }, box.toOpaque())
            precondition(code == 0, "no thread to be had")
            pthread_detach(thread)
        }

        static func nameThread(_ name: String) {
            _ = herd_name_thread(String(name.prefix(15)))
        }

        /// Names the calling thread.
        static func currentThread() -> UInt { UInt(pthread_self()) }
    }

    extension SocketAddress {
        static let streamKind = Int32(SOCK_STREAM.rawValue)
    }

    private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }
#endif
