import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Both ends of the benchmark, a backend and its clients; the router under test stands between them.
///
/// They use the engine's loop and sockets but none of its HTTP, so that a mistake there cannot hide from its own twin. Every
/// byte that comes through is compared with what it must be. Each command ends with one line of JSON; the exit code is 1 when
/// anything was lost, torn or wrong.
@main
struct LoadProgram {
    static let usage = """
        usage: herd-bench-load backend
               herd-bench-load requests --to PORT --connections N --count N [--large 1]
               herd-bench-load streams --to PORT --streams N --tokens N --gap-ms N --ramp-ms N
               herd-bench-load uploads --to PORT --uploads N --bytes N [--model-last 1]
        """

    static func main() async {
        SystemCalls.raiseDescriptorLimit()
        signal(SIGPIPE, SIG_IGN)
        guard let command = CommandLine.arguments.dropFirst().first,
            let flags = Flags(CommandLine.arguments.dropFirst(2)),
            let loop = try? EventLoop()
        else { complain(usage, code: 64) }
        loop.start()
        do throws(LoadFailure) {
            switch command {
            case "backend": try await serve(on: loop)
            case "requests": await run(try RequestLoad(flags, on: loop))
            case "streams": await run(try StreamLoad(flags, on: loop))
            case "uploads": await run(try UploadLoad(flags, on: loop))
            default: complain(usage, code: 64)
            }
        } catch {
            complain(error.reason, code: 64)
        }
    }

    /// Serves until whoever started it closes its input, so that it cannot outlive the harness.
    private static func serve(on loop: EventLoop) async throws(LoadFailure) {
        let backend = Backend(on: loop)
        say("{\"port\": \(try await backend.listen())}")
        while readLine() != nil {}
    }

    private static func run(_ load: some Load) async {
        let summary = await load.loop.run { () async -> Tally.Summary in
            await load.run()
            return load.tally.summary
        }
        say(summary.json)
        exit(summary.isClean ? 0 : 1)
    }

    /// Prints a line that the harness can read at once.
    static func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    private static func complain(_ text: String, code: Int32) -> Never {
        let line = Array("\(text)\n".utf8)
        _ = write(2, line, line.count)
        exit(code)
    }
}
