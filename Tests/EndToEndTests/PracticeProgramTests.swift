import HTTPEngine
import TestSupport
import Testing

/// What somebody sees who has no model at all: the programs as `make run` starts them.
@Suite(.serialized) struct PracticeProgramTests {
    private static var herd: String { RunningProgram.built("herd") }

    @Test func `the practice model behind a router streams an answer that says what it is`() async throws {
        let practice = try await Started(["practice", "--practice-port", "0", "--practice-speed", "2000"])
        let folder = try TemporaryFolder()
        let herd = try await Started([
            "--host", "127.0.0.1", "--port", "0", "--backend", "http://\(practice.address)", "--data-dir", folder.path,
        ])
        let chat = try await herd.ask(
            "/api/chat",
            #"{"model":"practice","messages":[{"role":"user","content":"Hello"}]}"#
        )
        #expect(chat["Content-Type"] == "application/x-ndjson")
        #expect(chat.chunks.count > 10)
        #expect(chat.text.split(separator: "\n").last?.contains("\"done\":true") == true)
        let whole = try await herd.ask("/api/generate", #"{"model":"practice","prompt":"Hello","stream":false}"#)
        #expect(whole.status == 200 && whole.text.contains("built-in practice model, not a real"))
        let stream = try await herd.ask(
            "/v1/chat/completions",
            #"{"model":"practice","stream":true,"messages":[{"role":"user","content":"Hello"}]}"#
        )
        #expect(stream["Content-Type"]?.hasPrefix("text/event-stream") == true)
        #expect(stream.text.hasSuffix("data: [DONE]\n\n"))
        let models = try await herd.ask("/v1/models", nil)
        #expect(models.status == 200 && models.text.contains("\"practice:latest\""))
        #expect(await herd.end() == 0)
        #expect(await practice.end() == 0)
    }

    @Test func `where a request would go is explained by the program, and then it goes there`() async throws {
        let practice = try await Started(["practice", "--practice-port", "0", "--practice-speed", "2000"])
        let folder = try TemporaryFolder()
        let herd = try await Started([
            "--host", "127.0.0.1", "--port", "0", "--backend", "http://\(practice.address)", "--data-dir", folder.path,
        ])
        let question = ["route", "explain", "practice", "--router", "http://\(herd.address)"]
        // The first look at the backend may still be under way.
        var explained = await (try RunningProgram(Self.herd, question)).wait()
        while explained.code == 0, !explained.said.contains("goes to \(practice.address) on 127.0.0.1") {
            explained = await (try RunningProgram(Self.herd, question)).wait()
        }
        #expect(explained.code == 0)
        #expect(explained.said.split(separator: "\n").contains { $0.hasPrefix("*  127.0.0.1  \(practice.address)") })
        let answer = try await herd.ask("/api/generate", #"{"model":"practice","prompt":"a","stream":false}"#)
        #expect(answer["X-Herd-Backend"] == "\(practice.address)")
        let json = try await RunningProgram(Self.herd, question + ["--json"]).wait()
        #expect(json.code == 0 && json.said.hasPrefix(#"{"decision":"place","node":"127.0.0.1""#))
        let wrong = try await RunningProgram(
            Self.herd,
            ["route", "explain", "a", "--router", "http://\(practice.address)"]
        )
        .wait()
        #expect(wrong.code == 1 && wrong.said.contains("--router URL"))
        #expect(await herd.end() == 0)
        let gone = try await RunningProgram(Self.herd, question).wait()
        #expect(gone.code == 3 && gone.said.contains("no router answers at "))
        #expect(await practice.end() == 0)
    }

    @Test func `an alias, a default model and a backend's name do what the settings say`() async throws {
        let practice = try await Started(["practice", "--practice-port", "0", "--practice-speed", "2000"])
        let folder = try TemporaryFolder()
        let herd = try await Started([
            "--host", "127.0.0.1", "--port", "0", "--backend", "http://\(practice.address) name=studio labels=gpu",
            "--alias", "gpt-*=nothing,practice", "--default-model", "gpt-4o", "--data-dir", folder.path,
        ])
        for body in [#"{"model":"gpt-4o","prompt":"Hello","stream":false}"#, #"{"prompt":"Hello","stream":false}"#] {
            // The first request may come before the first look at the backend.
            var answer = try await herd.ask("/api/generate", body)
            while answer["X-Herd-Node"] == nil { answer = try await herd.ask("/api/generate", body) }
            #expect(answer.status == 200 && answer.text.contains("practice model"))
            #expect(answer["X-Herd-Node"] == "studio" && answer["X-Herd-Model"] == "practice:latest")
        }
        let unloaded = try await herd.ask("/api/generate", #"{"model":"gpt-4o","keep_alive":0}"#)
        #expect(unloaded.status == 200 && unloaded.text.contains(#""done_reason":"unload""#))
        let metrics = try await herd.ask("/metrics", nil)
        #expect(metrics.text.contains(#"herd_attempts_total{node="studio",backend="\#(practice.address)"} "#))
        #expect(await herd.end() == 0)
        #expect(await practice.end() == 0)
    }

    @Test func `trying it out listens, says how to ask, and answers`() async throws {
        let folder = try TemporaryFolder()
        let tried = try await Started(
            ["try", "--host", "127.0.0.1", "--port", "0", "--data-dir", folder.path],
            announcement: "/api/tags"
        )
        #expect(tried.said.contains("curl http://localhost:\(tried.address.port)/v1/chat/completions"))
        #expect(try await tried.ask("/", nil).text == "Herd is running\n")
        #expect(await tried.end() == 0)
    }

    @Test func `the configuration is printed with where each value came from`() async throws {
        let program = try RunningProgram(Self.herd, ["config", "--port", "1234"], environment: ["HERD_LOOPS": "3"])
        let (code, said) = await program.wait()
        let lines = said.split(separator: "\n")
        #expect(code == 0)
        #expect(lines.contains { $0.hasPrefix("port") && $0.contains("1234") && $0.contains("--port") })
        #expect(lines.contains { $0.hasPrefix("loops") && $0.contains("3") && $0.contains("HERD_LOOPS") })
        #expect(lines.contains { $0.hasPrefix("log-level") && $0.contains("default") })
    }
}
