import Configuration
import Fleet
import Router
import Routing
import Testing

@testable import herd

@Suite struct ModelSettingsTests {
    private func read(_ arguments: [String] = [], environment: [String: String] = [:], file: String = "") throws
        -> RouterOptions
    {
        let surroundings = Surroundings(platform: .linux, environment: environment, home: "/h")
        let invocation = try HerdSettings.program.read(arguments, in: surroundings) { _ throws(FileFailure) in
            Array(file.utf8)
        }
        guard case .run(_, let settings, _) = invocation else { throw CancellationError() }
        return RouterOptions(settings)
    }

    private func meaning(_ name: String, _ options: RouterOptions) throws -> [String] {
        options.aliases.meaning(of: [try #require(ModelName(name))]) { _ in false }.map(\.description)
    }

    @Test func `aliases come from the file, the environment and the flags`() throws {
        let file = "alias = gpt-4o = qwen3:32b , Llama3.3\nalias = fast=llama3.2:3b # small\n"
        for options in [
            try read(file: file), try read(["--alias", "gpt-4o=qwen3:32b,llama3.3", "--alias=fast=llama3.2:3b"]),
            try read(environment: ["HERD_ALIAS": "gpt-4o=qwen3:32b,llama3.3,fast=llama3.2:3b"]),
        ] {
            #expect(try meaning("GPT-4o:latest", options) == ["qwen3:32b", "llama3.3"])
            #expect(try meaning("fast", options) == ["llama3.2:3b"])
            #expect(options.defaultModel == nil)
        }
    }

    @Test func `the pages that may ask are named, and what is no page's is refused`() throws {
        let patterns = try ["https://chat.example.org", "http://192.168.0.9:*"].map {
            try #require(Origins.Pattern($0))
        }
        #expect(
            try read(environment: ["HERD_ORIGIN": "https://chat.example.org,http://192.168.0.9:*"]).origins
                == Origins(patterns)
        )
        #expect(try read().origins == Origins())
        let error = #expect(throws: SettingsError.self) { try read(["--origin", "chat.example.org"]) }
        #expect(error?.description.contains("--origin: expects where a page is from") == true)
    }

    @Test(arguments: [
        ("alias = b=c\nalias = a=A:latest", #":2: alias "a=A:latest" stands for itself"#),
        ("alias = a=b\nalias = c=d\nalias = b=c,a", #":3: alias "b=c,a" leads in a circle: a = b = a"#),
        ("alias = a=b\nalias = A=c", #":2: alias "A=c" is the second alias of that name"#),
        ("alias = a", ":1: alias expects a name and what it stands for"),
        ("alias = a=b,,c", ":1: alias expects a name and what it stands for"),
        ("alias = a=b*", #":1: alias "a=b*" must stand for at most 8 models, named without stars"#),
    ])
    func `an alias that cannot be is named with its line`(file: String, problem: String) {
        let error = #expect(throws: SettingsError.self) { try read(file: file) }
        #expect(
            error?.description.hasPrefix("herd: /h/.config/herd/herd.conf\(problem)") == true,
            "\(error?.description ?? "no error")"
        )
    }

    @Test func `the terms of routing reach the policy`() throws {
        let policy = try read(
            file: """
                attempts-max = 2
                wait-max = 1m
                lane-length-max = 7
                waiting-memory-max = 2MiB
                decode-weight = 0.75
                warm-ahead = no
                disturbance = 3s
                cost-tier = 4s
                context-default = 8192
                breaker-failures-max = 5
                breaker-pause = 5m
                default-model = fast
                """
        )
        #expect(policy.defaultModel == "fast")
        let terms = policy.policy
        #expect(terms.attemptsMax == 2 && terms.waitMax == 60 && terms.laneLengthMax == 7)
        #expect(terms.waitingBytesMax == ByteCount(2 << 20) && terms.decodeWeight == 0.75 && !terms.isWarmingAhead)
        #expect(terms.disturbance == 3 && terms.costTier == 4 && terms.contextDefault == 8192)
        #expect(terms.breakerFailuresMax == 5 && terms.breakerPause == 300 && terms.breakerPauseMax == 300)
    }

    @Test func `without settings the policy is the tested one`() throws {
        let options = try read()
        #expect("\(options.policy)" == "\(RouterOptions().policy)")
        #expect(options.aliases.isEmpty && options.terms.isEmpty)
    }
}
