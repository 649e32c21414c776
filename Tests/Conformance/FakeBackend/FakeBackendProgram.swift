import Practice
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `FakeBackend` as a program, for tests that are not written in Swift: `fake-backend [ollama|openai|anthropic]`.
///
/// It says its address in its first line, and ends when its standard input does: nobody who dies leaves one behind.
@main struct FakeBackendProgram {
    static func main() async throws {
        let dialect = CommandLine.arguments.dropFirst().first.flatMap(PracticeDialect.init)
        let backend = try await FakeBackend(
            pace: PracticePace(tokensPerSecond: 5000, firstToken: .milliseconds(5)),
            only: dialect
        )
        say("http://\(backend.address)\n")
        while readLine() != nil {}
        await backend.stop()
    }

    /// At once: whoever started it waits for that.
    private static func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(1, bytes, bytes.count)
    }
}
