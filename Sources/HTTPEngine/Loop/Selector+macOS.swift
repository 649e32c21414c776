#if os(macOS)
    import CSystem
    import Darwin

    /// Kqueue with `EV_CLEAR`, which is what edge triggering is called there; a user event wakes it from other threads.
    struct PlatformSelector: Selector, ~Copyable {
        private static let bell: UInt = 0

        private let system: SystemCalls
        private let queue: Int32
        private let events: UnsafeMutableBufferPointer<kevent>

        init(system: SystemCalls) throws(SystemError) {
            self.system = system
            queue = try system.check(.create) { kqueue() }
            events = .allocate(capacity: 512)
            events.initialize(repeating: kevent())
            var bell = Self.change(Self.bell, EVFILT_USER, EV_ADD | EV_CLEAR, data: UInt64.max)
            _ = kevent(queue, &bell, 1, nil, 0, nil)
        }

        deinit {
            events.deallocate()
            system.close(queue)
        }

        borrowing func add(_ registration: Registration) throws(SystemError) {
            let name = UInt(registration.descriptor)
            var changes = [
                Self.change(name, EVFILT_READ, EV_ADD | EV_CLEAR, data: registration.packed),
                Self.change(name, EVFILT_WRITE, EV_ADD | EV_CLEAR, data: registration.packed),
            ]
            try system.check(.register) { kevent(queue, &changes, 2, nil, 0, nil) }
        }

        borrowing func wait(for span: LoopSpan) -> Int {
            if span == .forever {
                return max(0, Int(kevent(queue, nil, 0, events.baseAddress, Int32(events.count), nil)))
            }
            var limit = timespec(
                tv_sec: Int(span.nanoseconds / 1_000_000_000),
                tv_nsec: Int(span.nanoseconds % 1_000_000_000)
            )
            return max(0, Int(kevent(queue, nil, 0, events.baseAddress, Int32(events.count), &limit)))
        }

        borrowing func event(at index: Int) -> (Registration, Readiness)? {
            let event = events[index]
            let packed = UInt64(UInt(bitPattern: event.udata))
            return packed == .max ? nil : (Registration(packed: packed), Self.readiness(event))
        }

        borrowing func wake() {
            var bell = Self.change(Self.bell, EVFILT_USER, 0, flags: NOTE_TRIGGER, data: UInt64.max)
            _ = kevent(queue, &bell, 1, nil, 0, nil)
        }

        private static func change(
            _ name: UInt,
            _ filter: Int,
            _ action: Int32,
            flags: UInt32 = 0,
            data: UInt64
        ) -> kevent {
            kevent(
                ident: name,
                filter: Int16(filter),
                flags: UInt16(action),
                fflags: flags,
                data: 0,
                udata: UnsafeMutableRawPointer(bitPattern: UInt(data))
            )
        }

        private static func change(_ name: UInt, _ filter: Int32, _ action: Int32, data: UInt64) -> kevent {
            change(name, Int(filter), action, data: data)
        }

        /// End of file on the reading side is the peer's FIN; on the writing side nobody listens any more.
        private static func readiness(_ event: kevent) -> Readiness {
            let ended = event.flags & UInt16(EV_EOF) != 0
            if event.flags & UInt16(EV_ERROR) != 0 { return [.broken, .readable, .writable] }
            if Int32(event.filter) == Int32(EVFILT_WRITE) {
                return ended ? [.broken, .readable, .writable] : .writable
            }
            if ended && event.fflags != 0 { return [.broken, .readable, .writable] }
            return ended ? [.readable, .finished] : .readable
        }
    }
#endif
