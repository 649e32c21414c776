#if os(Linux)
    import CSystem
    import Glibc

    /// Epoll with edge triggering; an eventfd wakes it from other threads.
    struct PlatformSelector: Selector, ~Copyable {
        private let system: SystemCalls
        private let queue: Int32
        private let bell: Int32
        private let events: UnsafeMutableBufferPointer<epoll_event>

        init(system: SystemCalls) throws(SystemError) {
            let queue = try system.check(.create) { epoll_create1(Int32(EPOLL_CLOEXEC)) }
            let bell: Int32
            do throws(SystemError) {
                bell = try system.check(.create) { eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)) }
            } catch {
                system.close(queue)
                throw error
            }
            self.system = system
            self.queue = queue
            self.bell = bell
            events = .allocate(capacity: 512)
            events.initialize(repeating: epoll_event())
            var event = epoll_event(events: EPOLLIN.rawValue | EPOLLET.rawValue, data: .init(u64: .max))
            _ = epoll_ctl(queue, EPOLL_CTL_ADD, bell, &event)
        }

        deinit {
            events.deallocate()
            system.close(bell)
            system.close(queue)
        }

        borrowing func add(_ registration: Registration) throws(SystemError) {
            let wanted = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
            var event = epoll_event(events: wanted, data: .init(u64: registration.packed))
            try system.check(.register) { epoll_ctl(queue, EPOLL_CTL_ADD, registration.descriptor, &event) }
        }

        borrowing func wait(for span: LoopSpan) -> Int {
            max(0, Int(epoll_wait(queue, events.baseAddress, Int32(events.count), Self.milliseconds(span))))
        }

        borrowing func event(at index: Int) -> (Registration, Readiness)? {
            let event = events[index]
            return event.data.u64 == .max ? nil : (Registration(packed: event.data.u64), Self.readiness(event.events))
        }

        borrowing func wake() {
            var one: UInt64 = 1
            _ = write(bell, &one, 8)
        }

        /// Rounded up: waking a moment early would only find nothing to do and wait again.
        private static func milliseconds(_ span: LoopSpan) -> Int32 {
            if span == .forever { return -1 }
            return Int32(clamping: span.nanoseconds / 1_000_000 + (span.nanoseconds % 1_000_000 == 0 ? 0 : 1))
        }

        @inline(__always)
        private static func readiness(_ bits: UInt32) -> Readiness {
            var ready: Readiness = []
            if bits & EPOLLIN.rawValue != 0 { ready.insert(.readable) }
            if bits & EPOLLOUT.rawValue != 0 { ready.insert(.writable) }
            if bits & EPOLLRDHUP.rawValue != 0 { ready.formUnion([.finished, .readable]) }
            if bits & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
                ready.formUnion([.broken, .readable, .writable])
            }
            return ready
        }
    }
#endif
