import Practice
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `FakeBackend` as a program, for tests that are not written in Swift: `fake-backend [ollama|openai|anthropic|service]`,
/// where a service is what OpenAI's own has: its dialect with responses, sounds and pictures.
///
/// It says its address in its first line, and ends when its standard input does: nobody who dies leaves one behind.
@main struct FakeBackendProgram {
    static func main() async throws {
        let word = CommandLine.arguments.dropFirst().first
        let isService = word == "service"
        let backend = try await FakeBackend(
            pace: PracticePace(tokensPerSecond: 5000, firstToken: .milliseconds(5)),
            only: isService ? .openAI : word.flatMap(PracticeDialect.init),
            hasServices: isService
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
