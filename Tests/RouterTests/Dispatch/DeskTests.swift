import Fleet
import HTTPEngine
import Routing
import Synchronization
import TestSupport
import Testing

@testable import Router

/// Requests of real clients, placed and settled by hand.
@Suite struct DeskTests {
    /// A desk with one backend of one slot, and a server whose requests hold that slot until they are released.
    private final class Counter: Sendable {
        let group: LoopGroup
        let desk: Desk
        let isHeld = Atomic<Bool>(true)

        init(_ policy: RoutingPolicy = RoutingPolicy()) throws {
            group = try LoopGroup(count: 1)
            let resolver = Resolver(interval: .seconds(60))
            let table = BackendTable(on: group, resolver: resolver, options: UpstreamOptions())
            let loader = ModelLoader(by: resolver, on: group.loops[0])
            desk = Desk(Dispatcher(policy: policy), table, loader, on: group.loops[0])
        }

        func report(_ place: ModelReport.Place = .resident) throws {
            var report = BackendReport(name: "b", kind: .llamaServer)
            report.address = "http://127.0.0.1:9"
            report.slots = 1
            var model = ModelReport(try #require(ModelName("m")), place)
            model.spelling = "M.gguf"
            report.models = [model]
            desk.report(report, node: "n")
        }

        func serve(_ exchange: Exchange) async {
            let name = exchange.request.text(exchange.request.path).dropFirst()
            guard let model = ModelName(String(name)) else { return }
            let waiter = Desk.Waiter(of: exchange)
            let request = Request(models: [model], client: ClientID(hash: 1), promptTokens: 10)
            var (ticket, step, _) = desk.submit(request, waiter)
            if step == nil { step = await waiter.wait() }
            switch step {
            case .go(_, let destination):
                while isHeld.load(ordering: .relaxed) { await exchange.loop.giveWay() }
                _ = desk.settle(ticket, .completed(Usage(outputTokens: 1)), waiter)
                await exchange.respond(200, text: "\(destination?.node ?? "-") \(destination?.model ?? "-")")
            case .end(let outcome):
                await exchange.respond(503, text: "\(outcome)")
            case nil:
                desk.cancel(ticket)
            }
        }

        func open() async throws -> (Server, SocketAddress) {
            let server = Server(on: group) { await self.serve($0) }
            return (server, try await server.listen(on: .loopback()))
        }

        func ask(_ address: SocketAddress, _ model: String = "m") async throws -> RawPeer {
            let client = try await RawPeer(to: address, on: group.loops[0])
            await client.send("GET /\(model) HTTP/1.1\r\nHost: a\r\n\r\n")
            return client
        }

        func until(_ isMet: (Dispatcher) -> Bool) async {
            while !desk.read({ dispatcher, _ in isMet(dispatcher) }) { await Task.yield() }
        }
    }

    @Test func `a request waits until the slot is free and then goes where the model is, by its own name there`()
        async throws
    {
        let counter = try Counter()
        try counter.report()
        let (server, address) = try await counter.open()
        let first = try await counter.ask(address)
        await counter.until { $0.ticketCount == 1 && $0.waiting == 0 }
        let second = try await counter.ask(address)
        await counter.until { $0.waiting == 1 }
        counter.isHeld.store(false, ordering: .relaxed)
        #expect(await first.readAnswer().text == "n M.gguf\n")
        #expect(await second.readAnswer().text == "n M.gguf\n")
        await counter.until { $0.ticketCount == 0 }
        await server.stop()
        counter.group.stop()
    }

    @Test func `a client that leaves while it waits leaves the line at once`() async throws {
        let counter = try Counter()
        try counter.report()
        let (server, address) = try await counter.open()
        let first = try await counter.ask(address)
        await counter.until { $0.ticketCount == 1 }
        let second = try await counter.ask(address)
        await counter.until { $0.waiting == 1 }
        await second.reset()
        await counter.until { $0.waiting == 0 && $0.ticketCount == 1 }
        counter.isHeld.store(false, ordering: .relaxed)
        #expect(await first.readAnswer().status == 200)
        await server.stop()
        counter.group.stop()
    }

    @Test func `a request that has waited too long is told so without anybody asking`() async throws {
        var policy = RoutingPolicy()
        policy.waitMax = 0.03
        let counter = try Counter(policy)
        try counter.report()
        let (server, address) = try await counter.open()
        let first = try await counter.ask(address)
        await counter.until { $0.ticketCount == 1 }
        let second = try await counter.ask(address)
        let answer = await second.readAnswer()
        #expect(answer.status == 503 && answer.text.hasPrefix("expired"))
        counter.isHeld.store(false, ordering: .relaxed)
        #expect(await first.readAnswer().status == 200)
        await server.stop()
        counter.group.stop()
    }

    @Test func `a model nobody has is refused at once`() async throws {
        let counter = try Counter()
        try counter.report()
        let (server, address) = try await counter.open()
        let answer = try await counter.ask(address, "other").readAnswer()
        #expect(answer.text == "refused(Routing.Refusal.modelUnknown)\n")
        await server.stop()
        counter.group.stop()
    }
}
