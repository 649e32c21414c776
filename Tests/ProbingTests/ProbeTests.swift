import Fleet
import HTTPEngine
import Practice
import TestSupport
import Testing

@testable import Probing

/// Looks at servers over real connections.
@Suite struct ProbeTests {
    private let group: LoopGroup
    private let resolver = Resolver(interval: .seconds(60))
    private var loop: EventLoop { group.loops[0] }

    init() throws {
        group = try LoopGroup(count: 1)
    }

    private func probe(
        _ address: SocketAddress,
        within span: Duration = .seconds(60),
        type: BackendKind? = nil,
        credential: Credential? = nil
    ) -> Probe {
        Probe(
            of: Endpoint(host: "127.0.0.1", port: address.port),
            by: resolver,
            on: loop,
            within: LoopSpan(span),
            type: type,
            credential: credential
        )
    }

    /// A server of that sort, and what a look at it finds.
    private func look(
        at personality: PracticePersonality,
        type: BackendKind? = nil,
        times: Int = 1
    ) async throws -> (finding: ProbeFinding, asked: [String]) {
        let server = try await FakeBackend()
        await server.become(personality)
        var probe = probe(server.address, type: type)
        var finding = await probe.look(named: "b")
        for _ in 1..<times { finding = await probe.look(named: "b") }
        let asked = await server.seen.requests.map(\.target)
        await server.stop()
        return (finding, asked)
    }

    /// Answers each path with what is written for it, and all others with 404.
    private func serve(_ pages: [String: String]) async throws -> (Server, SocketAddress) {
        let server = Server(on: group) { exchange in
            let path = exchange.request.text(exchange.request.path)
            guard let page = pages[path] else { return await exchange.respond(404, text: "no such page") }
            await exchange.respond(200, "application/json", Array(page.utf8))
        }
        return (server, try await server.listen(on: .loopback()))
    }

    @Test func `the practice backend is recognised and its models are found`() async throws {
        let (server, address) = try await PracticeServer(PracticeBackend()).start(on: group, port: 0)
        var probe = probe(address)
        let finding = await probe.look(named: "b")
        guard case .report(let report) = finding else { Issue.record("\(finding)"); return }
        #expect(report.kind == .ollama)
        #expect(report.models?.contains { $0.name == ModelName("practice") } == true)
        await server.stop()
        group.stop()
    }

    static let personalities: [(PracticePersonality, BackendKind)] = [
        (.llamaServer(), .llamaServer), (.llamaServer(isLoading: true), .llamaServer),
        (.llamaRouter([("practice", "loaded")]), .llamaRouter), (.vllm(), .vllm), (.vllm(isWell: false), .vllm),
        (.sglang(), .sglang), (.lmStudio(), .lmStudio), (.olderLMStudio(), .lmStudio), (.lemonade(), .lemonade),
        (.mlx, .mlx), (.exo([.init("a")]), .exo), (.openAI, .openAI), (.guardedOpenAI, .openAI),
        (.anthropic, .anthropic), (.guardedAnthropic, .anthropic),
    ]

    @Test func `a router that asks says who it is`() async throws {
        let listener = try await RawListener(on: loop)
        let endpoint = Endpoint(host: "127.0.0.1", port: listener.address.port)
        let (resolver, loop) = (resolver, loop)
        async let finding = {
            var probe = Probe(of: endpoint, by: resolver, on: loop, within: LoopSpan(.seconds(60)), via: "herd-1")
            return await probe.look(named: "b")
        }()
        let peer = try await listener.accept()
        #expect(await peer.read(until: "\r\n\r\n").text.contains("\r\nVia: 1.1 herd-1\r\n"))
        await listener.close()
        _ = await finding
        group.stop()
    }

    @Test func `a model has its server's own words with it`() async throws {
        let tags = #"{"name":"A","size":1,"x":[1.50]}"#
        let (server, address) = try await serve([
            "/": "Ollama is running", "/api/version": #"{"version":"1"}"#,
            "/api/tags": "{\"models\":[\(tags),{\"name\":\"b\"}]}",
            "/api/ps": #"{"models":[{"name":"A","size_vram":3}]}"#,
            "/v1/models": #"{"data":[{"id":"b","object":"model"}]}"#,
        ])
        var probe = probe(address)
        let finding = await probe.look(named: "b")
        guard case .report(let report) = finding else { Issue.record("\(finding)"); return }
        let resident = Array(#"{"name":"A","size_vram":3}"#.utf8)
        #expect(
            report.models?.map(\.card) == [
                ModelCard(.ollama, Array(tags.utf8), resident: resident),
                ModelCard(.ollama, Array(#"{"name":"b"}"#.utf8)),
            ]
        )
        await server.stop()
        group.stop()
    }

    @Test func `of a server's words the command line of its processes stays with it`() async throws {
        let status = #"{"value":"loaded","args":["llama-server","--api-key","hidden","--model","/home/a/b.gguf"]}"#
        let (server, address) = try await serve([
            "/health": #"{"status":"ok"}"#, "/props": #"{"role":"router"}"#,
            "/v1/models": #"{"data":[{"id":"a","status":\#(status),"owned_by":"llamacpp","created":1.50}]}"#,
        ])
        var probe = probe(address)
        let finding = await probe.look(named: "b")
        guard case .report(let report) = finding else { Issue.record("\(finding)"); return }
        let told = Array(#"{"id":"a","owned_by":"llamacpp","created":1.50}"#.utf8)
        #expect(report.kind == .llamaRouter && report.models?.map(\.card) == [ModelCard(.openAI, told)])
        await server.stop()
        group.stop()
    }

    @Test(arguments: personalities)
    func `a server is recognised by what it alone answers`(server: PracticePersonality, kind: BackendKind) async throws
    {
        let (finding, asked) = try await look(at: server)
        guard case .report(let report) = finding else { Issue.record("\(finding)"); return }
        #expect(report.kind == kind)
        #expect(Set(asked).count == asked.count || kind == .anthropic, "asked twice: \(asked)")
        #expect(asked.count <= 14)
        group.stop()
    }

    @Test(arguments: personalities)
    func `one that is known is asked what its kind answers, and never what it does not have`(
        server: PracticePersonality,
        kind: BackendKind
    ) async throws {
        let (first, asked) = try await look(at: server)
        let (_, askedInAll) = try await look(at: server, times: 3)
        guard case .report = first else { Issue.record("\(first)"); return }
        let again = askedInAll.dropFirst(asked.count)
        let known = Set(kind.guide.questions.map(\.path) + ["/slots", "/metrics", "/props"])
        #expect(again.allSatisfy { known.contains(String($0.prefix { $0 != "?" })) }, "\(again)")
        #expect(again.count.isMultiple(of: 2) && again.count <= 10)
        group.stop()
    }

    @Test func `the type that was given is never doubted`() async throws {
        let (finding, asked) = try await look(at: .llamaServer(), type: .openAI)
        guard case .report(let report) = finding else { Issue.record("\(finding)"); return }
        #expect(report.kind == .openAI && asked == ["/v1/models"])
        guard case .notThat = try await look(at: .lmStudio(), type: .exo, times: 2).finding else {
            Issue.record("taken for something else")
            return
        }
        group.stop()
    }

    @Test func `a server without a list is asked for it all the same, to see that it is there`() async throws {
        let server = try await FakeBackend()
        await server.become(PracticePersonality([:]))
        var probe = probe(server.address, type: .anthropic)
        for _ in 0..<2 {
            guard case .report(let report) = await probe.look(named: "b") else { Issue.record("no report"); return }
            #expect(report.models == nil && report.unready == nil)
        }
        await server.stop()
        guard case .silent = await probe.look(named: "b") else { Issue.record("not silent"); return }
        group.stop()
    }

    /// Answers all but one page, for which it takes for ever.
    private func look(hangingAt slow: String, type: BackendKind) async throws -> ProbeFinding {
        let server = Server(on: group) { exchange in
            let path = exchange.request.text(exchange.request.path)
            if path == slow { return await exchange.loop.sleep(for: LoopSpan(.seconds(5))) }
            let pages = ["/v1/models": #"{"data":[{"id":"m","owned_by":"vllm"}]}"#, "/node_id": #""a""#]
            await exchange.respond(pages[path] == nil ? 404 : 200, "application/json", Array((pages[path] ?? "").utf8))
        }
        let address = try await server.listen(on: .loopback())
        var probe = probe(address, within: .milliseconds(400), type: type)
        return await probe.look(named: "b")
    }

    @Test func `a page of figures that is slow to come says nothing of the server`() async throws {
        guard case .report(let report) = try await look(hangingAt: "/metrics", type: .vllm) else {
            Issue.record("no report")
            return
        }
        #expect(report.models?.count == 1 && report.running == nil)
        guard case .silent = try await look(hangingAt: "/state", type: .exo) else { Issue.record("a verdict"); return }
        guard case .silent = try await look(hangingAt: "/v1/models", type: .vllm) else {
            Issue.record("a verdict"); return
        }
        group.stop()
    }

    @Test func `another server on the same port is recognised at once`() async throws {
        let server = try await FakeBackend()
        var probe = probe(server.address)
        await server.become(.vllm())
        guard case .report(let first) = await probe.look(named: "b") else { Issue.record("no report"); return }
        await server.become(.lmStudio())
        guard case .report(let second) = await probe.look(named: "b") else { Issue.record("no report"); return }
        #expect(first.kind == .vllm && second.kind == .lmStudio)
        await server.stop()
        group.stop()
    }

    @Test func `nothing that could load a model or wake a server is asked`() async throws {
        let models = [("here", "loaded"), ("away", "unloaded"), ("dozing", "sleeping")]
        let (_, asked) = try await look(at: .llamaRouter(models), times: 2)
        #expect(Set(asked.filter { $0.hasPrefix("/slots") }) == ["/slots?model=here&autoload=false"])
        let withModel = asked.filter { $0.contains("?") }
        #expect(withModel.allSatisfy { $0.hasSuffix("?model=here&autoload=false") })
        let sleeping = PracticePersonality([
            "/health": .init(#"{"status":"ok"}"#), "/props": .init(#"{"total_slots":1,"is_sleeping":true}"#),
            "/v1/models": .init(#"{"data":[{"id":"m"}]}"#), "/slots": .init("[]"), "/metrics": .init(""),
        ])
        #expect(!(try await look(at: sleeping, type: .llamaServer).asked.contains("/slots")))
        // With its figures on, nothing has to be asked that keeps it awake.
        var measured = PracticePersonality.llamaServer()
        measured.pages["/metrics"] = .init("llamacpp:requests_processing 1\nllamacpp:requests_deferred 3\n")
        let (finding, questions) = try await look(at: measured, times: 2)
        guard case .report(let report) = finding else { Issue.record("\(finding)"); return }
        #expect(report.running == 1 && report.waiting == 3 && !questions.contains("/slots"))
        group.stop()
    }

    @Test(arguments: [(Credential.Form.bearer, "Authorization: Bearer s3cret"), (.apiKey, "x-api-key: s3cret")])
    func `every question brings the key`(form: Credential.Form, field: String) async throws {
        let server = try await FakeBackend()
        await server.become(form == .bearer ? .sglang() : .anthropic)
        var probe = probe(server.address, credential: Credential("s3cret", as: form))
        _ = await probe.look(named: "b")
        let requests = await server.seen.requests
        #expect(!requests.isEmpty)
        let allHave = requests.allSatisfy { $0.head.contains("\r\n\(field)\r\n") }
        #expect(allHave)
        await server.stop()
        group.stop()
    }

    @Test func `a server of no known kind is not taken for one`() async throws {
        let (server, address) = try await serve([:])
        for type in [nil, BackendKind.ollama] {
            var probe = probe(address, type: type)
            guard case .notThat = await probe.look(named: "b") else { Issue.record("taken for one"); return }
        }
        await server.stop()
        group.stop()
    }

    @Test func `a server that is not there is silent, with the reason`() async throws {
        let nobody = ReservedPort()
        var probe = probe(nobody.address)
        let finding = await probe.look(named: "b")
        guard case .silent(let reason) = finding else { Issue.record("\(finding)"); return }
        #expect(reason.contains("refused"))
        group.stop()
    }

    @Test func `a server that accepts and says nothing is silent`() async throws {
        let listener = try await RawListener(on: loop)
        var probe = probe(listener.address, within: .milliseconds(30))
        let finding = await probe.look(named: "b")
        guard case .silent(let reason) = finding else { Issue.record("\(finding)"); return }
        #expect(reason.contains("in time"))
        await listener.close()
        group.stop()
    }
}
