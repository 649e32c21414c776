#if os(macOS)
    import Darwin

    extension StorageThread {
        static func start(_ body: @escaping @Sendable () -> Void) {
            let box = Unmanaged.passRetained(Body(body))
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { runThread($0) }, box.toOpaque())
            precondition(code == 0, "no thread to be had")
            if let thread { pthread_detach(thread) }
        }
    }

    private func runThread(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<StorageThread.Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
    }
#endif
