#if os(Linux)
    import Glibc

    extension StorageThread {
        static func start(_ body: @escaping @Sendable () -> Void) {
            let box = Unmanaged.passRetained(Body(body))
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { runThread($0) }, box.toOpaque())
            precondition(code == 0, "no thread to be had")
            pthread_detach(thread)
        }
    }

    private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        Unmanaged<StorageThread.Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }
#endif
