import HTTPEngine
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The real program, from start to end.
@Suite(.serialized) struct HerdProgramTests {
    private static var herd: String { RunningProgram.built("herd") }

    @Test func `it says its version and its help`() async throws {
        let version = try await RunningProgram(Self.herd, ["--version"]).wait()
        #expect(version.code == 0 && version.said.hasPrefix("herd "))
        let help = try await RunningProgram(Self.herd, ["--help"]).wait()
        #expect(help.code == 0 && help.said.contains("--backend URL") && help.said.contains("HERD_PORT"))
    }

    @Test func `a mistake in the settings ends it with a line that names it`() async throws {
        let flag = try await RunningProgram(Self.herd, ["--prot", "80"]).wait()
        #expect(flag.code == 64 && flag.said.contains("--port"))
        let variable = try await RunningProgram(Self.herd, [], environment: ["HERD_PORT": "many"]).wait()
        #expect(variable.code == 78 && variable.said.contains("HERD_PORT"))
    }

    @Test func `a port in use is named with what to do`() async throws {
        let first = try await Running()
        let folder = try TemporaryFolder()
        let second = try await RunningProgram(
            Self.herd,
            ["--host", "127.0.0.1", "--port", "\(first.address.port)", "--data-dir", folder.path]
        ).wait()
        #expect(second.code == 1)
        #expect(second.said.contains("port \(first.address.port) is in use by "))
        #expect(second.said.contains("choose another with --port"))
        #if os(Linux)
            #expect(second.said.contains("process \(first.program.id)"))
        #endif
        #expect(await first.end() == 0)
    }

    @Test func `a signal while nothing runs ends it at once and well`() async throws {
        for signal in [SIGTERM, SIGINT] {
            let herd = try await Running()
            herd.program.signal(signal)
            #expect(await herd.program.wait().code == 0)
            await herd.close()
        }
    }

    @Test func `a second signal ends it although something runs`() async throws {
        let herd = try await Running()
        let client = try await herd.client()
        await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
        let backend = try await herd.backend.accept()
        _ = await backend.read(until: "\r\n\r\n")
        herd.program.signal(SIGTERM)
        #expect(await herd.program.read(until: "stopping").contains("stopping"))
        herd.program.signal(SIGTERM)
        #expect(await herd.program.wait().code == 128 + SIGTERM)
        await herd.close()
    }

    @Test func `a stop under load loses no request`() async throws {
        // However slow this machine is, a client that was just answered gets to ask once more.
        let herd = try await Running(["--stop-grace", "20s"])
        let tally = Tally()
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { await herd.backend.answerEverything() }
            for _ in 0..<16 {
                tasks.addTask {
                    while let client = try? await herd.client() {
                        let isLast = await Self.ask(client, tally)
                        await client.close()
                        if isLast { return }
                    }
                }
            }
            while tally.answered.load(ordering: .relaxed) < 500 { await Task.yield() }
            herd.program.signal(SIGTERM)
            let ended = await herd.program.wait()
            #expect(ended.code == 0 && ended.said.contains("stopped"))
            tasks.cancelAll()
            await herd.backend.close()
            try await tasks.waitForAll()
        }
        await herd.close()
        #expect(tally.lost.load(ordering: .relaxed) == 0)
    }

    /// Asks again and again over one connection until it is told that an answer was the last. A request that got no whole
    /// answer is lost.
    private static func ask(_ client: RawPeer, _ tally: Tally) async -> Bool {
        while true {
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
            let answer = await client.readAnswer()
            if answer.status == 200 && answer.text == "answer" {
                tally.answered.wrappingAdd(1, ordering: .relaxed)
            } else {
                tally.lost.wrappingAdd(1, ordering: .relaxed)
            }
            if answer["Connection"] == "close" || answer.ending != .open { return true }
        }
    }

    @Test func `after much traffic of every kind descriptors and memory are where they were`() async throws {
        let herd = try await Running()
        async let answering: Void = herd.backend.answerEverything()
        func round(_ count: Int) async throws {
            for number in 0..<count {
                let client = try await herd.client()
                await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
                if number % 3 != 0 { _ = await client.readAnswer() }
                if number % 2 == 0 { await client.close() } else { await client.reset() }
            }
        }
        try await round(200)
        if let before = herd.figures {
            try await round(1000)
            while let now = herd.figures, now.descriptors > before.descriptors + 8 { await Task.yield() }
            #expect((herd.figures?.kilobytes ?? .max) < before.kilobytes + 4096)
        }
        herd.program.signal(SIGTERM)
        #expect(await herd.program.wait().code == 0)
        await herd.backend.close()
        // It needs the loop, so that ends last.
        await answering
        await herd.close()
    }
}

private final class Tally: Sendable {
    let answered = Atomic<Int>(0)
    let lost = Atomic<Int>(0)
}
