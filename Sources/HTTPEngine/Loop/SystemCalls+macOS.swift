#if os(macOS)
    import CSystem
    import Darwin

    extension SystemCalls {
        static var coreCount: Int { max(1, Int(sysconf(_SC_NPROCESSORS_ONLN))) }

        /// Stands still while the machine sleeps, as the kernel's own waits do. `CLOCK_MONOTONIC` does not, here.
        static let awakeClock = CLOCK_UPTIME_RAW
        static let shutWrite = SHUT_WR
        static var descriptorLimit: Int32 { RLIMIT_NOFILE }

        /// The system refuses "unlimited" here; OPEN_MAX is what it grants.
        static func descriptorLimitMax(_ hard: rlim_t) -> rlim_t { min(hard, rlim_t(OPEN_MAX)) }

        static func sendBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
            Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
        }

        static func connectSocket(_ descriptor: Int32, _ to: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
            Darwin.connect(descriptor, to, length)
        }

        static func bindSocket(_ descriptor: Int32, _ to: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
            Darwin.bind(descriptor, to, length)
        }

        static func closeDescriptor(_ descriptor: Int32) -> Int32 { Darwin.close(descriptor) }

        func openSocket(family: Int32) throws(SystemError) -> Int32 {
            let descriptor = try check(.socket) { socket(family, SOCK_STREAM, 0) }
            prepare(descriptor)
            return descriptor
        }

        func accept(_ listener: Int32) throws(SystemError) -> Int32 {
            let descriptor = try check(.accept) { Darwin.accept(listener, nil, nil) }
            prepare(descriptor)
            return descriptor
        }

        private func prepare(_ descriptor: Int32) {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            setOption(descriptor, SOL_SOCKET, SO_NOSIGPIPE)
        }

        package static func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) {
            let box = Unmanaged.passRetained(ThreadBody(name, body))
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { runThread($0) }, box.toOpaque())
            precondition(code == 0, "no thread to be had")
            if let thread { pthread_detach(thread) }
        }

        static func nameThread(_ name: String) {
            pthread_setname_np(name)
        }

        /// Names the calling thread.
        static func currentThread() -> UInt { UInt(bitPattern: pthread_self()) }
    }

    extension SocketAddress {
        static let streamKind = SOCK_STREAM
    }

    private func runThread(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }
#endif
