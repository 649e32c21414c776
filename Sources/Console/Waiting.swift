import Dispatch
import Synchronization

/// Lets the main thread, which only waits for signals, wait for something that is done elsewhere.
package enum Waiting {
    package static func untilDone<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
        let outcome = Outcome<Value>()
        let done = DispatchSemaphore(value: 0)
        Task {
            let value = await body()
            outcome.value.withLock { $0 = value }
            done.signal()
        }
        while true {
            done.wait()
            if let value = outcome.value.withLock({ $0 }) { return value }
        }
    }

    package static func untilDone<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () async throws(Failure) -> Value
    ) -> Result<Value, Failure> {
        untilDone { () async -> Result<Value, Failure> in
            do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
        }
    }

    private final class Outcome<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }
}
