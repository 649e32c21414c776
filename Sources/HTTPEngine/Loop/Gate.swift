/// Where one task waits until somebody on the same loop opens it or its deadline passes.
final class Gate: Timed {
    private var task: UnsafeContinuation<Bool, Never>?
    private var outcome: Bool?

    /// True when it was opened, false when the deadline came first.
    func wait() async -> Bool {
        if let outcome { return outcome }
        return await withUnsafeContinuation { task = $0 }
    }

    func open() {
        end(true)
    }

    override func deadlinePassed() {
        end(false)
    }

    private func end(_ value: Bool) {
        if outcome != nil { return }
        outcome = value
        task.take()?.resume(returning: value)
    }
}
