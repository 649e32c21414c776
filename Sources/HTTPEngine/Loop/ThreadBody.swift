/// Carries a closure into a new thread.
final class ThreadBody: Sendable {
    private let name: String
    private let body: @Sendable () -> Void

    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }

    func run() {
        SystemCalls.nameThread(name)
        body()
    }
}
