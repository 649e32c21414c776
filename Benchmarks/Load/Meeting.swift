/// Where tasks of one loop wait until all have come.
///
/// `@unchecked Sendable`: touched on the loop's thread only.
final class Meeting: @unchecked Sendable {
    private var missing: Int
    private var waiting: [UnsafeContinuation<Void, Never>] = []

    init(of count: Int) {
        missing = count
    }

    func arrive() async {
        missing -= 1
        if missing <= 0 {
            begin()
        } else {
            await withUnsafeContinuation { waiting.append($0) }
        }
    }

    /// One of them will not come, or has gone again: nobody waits for it.
    func leave() {
        missing -= 1
        if missing <= 0 { begin() }
    }

    private func begin() {
        for task in waiting { task.resume() }
        waiting = []
    }
}
