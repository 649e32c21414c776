import Fleet
import HTTPEngine
import Practice
import Probing
import TestSupport
import Testing

/// Looks at servers over real connections.
@Suite struct ProbeTests {
    private let group: LoopGroup
    private let resolver = Resolver(interval: .seconds(60))
    private var loop: EventLoop { group.loops[0] }

    init() throws {
        group = try LoopGroup(count: 1)
    }

    private func probe(_ address: SocketAddress, within span: Duration = .seconds(60)) -> Probe {
        Probe(of: Endpoint(host: "127.0.0.1", port: address.port), by: resolver, on: loop, within: LoopSpan(span))
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
        let finding = await probe(address).look(named: "b")
        guard case .report(let report) = finding else { Issue.record("\(finding)"); return }
        #expect(report.kind == .ollama)
        #expect(report.models?.contains { $0.name == ModelName("practice") } == true)
        await server.stop()
        group.stop()
    }

    @Test(arguments: [
        (["/props": #"{"total_slots":1}"#, "/v1/models": #"{"data":[]}"#], BackendKind.llamaServer),
        (["/metrics": "vllm:num_requests_running 0", "/v1/models": #"{"data":[]}"#], .vllm),
        (["/api/v1/models": #"{"models":[{"key":"a","loaded_instances":[]}]}"#], .lmStudio),
        (["/node_id": "x", "/state": #"{"instances":{}}"#, "/v1/models": #"{"data":[]}"#], .exo),
        (["/v1/models": #"{"data":[{"id":"m"}]}"#], .openAI),
    ])
    func `a server is recognised by what it alone answers`(pages: [String: String], kind: BackendKind) async throws {
        let (server, address) = try await serve(pages)
        let finding = await probe(address).look(named: "b")
        guard case .report(let report) = finding else { Issue.record("\(finding)"); return }
        #expect(report.kind == kind)
        await server.stop()
        group.stop()
    }

    @Test func `a server of no known kind is not taken for one`() async throws {
        let (server, address) = try await serve([:])
        guard case .notThat = await probe(address).look(named: "b") else { Issue.record("taken for one"); return }
        guard case .notThat = await probe(address).look(knownAs: .ollama, named: "b") else {
            Issue.record("taken for what it was")
            return
        }
        await server.stop()
        group.stop()
    }

    @Test func `a server that is not there is silent, with the reason`() async throws {
        let nobody = ReservedPort()
        let finding = await probe(nobody.address).look(named: "b")
        guard case .silent(let reason) = finding else { Issue.record("\(finding)"); return }
        #expect(reason.contains("refused"))
        group.stop()
    }

    @Test func `a server that accepts and says nothing is silent`() async throws {
        let listener = try await RawListener(on: loop)
        let finding = await probe(listener.address, within: .milliseconds(30)).look(named: "b")
        guard case .silent(let reason) = finding else { Issue.record("\(finding)"); return }
        #expect(reason.contains("in time"))
        await listener.close()
        group.stop()
    }
}
