import Fleet
import Testing

@testable import Routing

/// Requests to have a model in memory, or out of it.
@Suite struct ResidenceTests {
    private func load(_ model: String, context: Int? = nil) -> Request {
        var request = request(model, prompt: 0)
        request.isLoad = true
        request.contextAsked = context
        return request
    }

    private func choose(_ request: Request, _ stage: inout Stage, _ tried: TriedBackends = .init()) -> LoadStep? {
        guard case .go(let step) = stage.dispatcher.chooseLoad(request, tried: tried, at: stage.now) else { return nil }
        return step
    }

    private func node(_ step: LoadStep?, _ stage: Stage) -> String? {
        step.map { stage.dispatcher.fleet.nodeProfiles[Int(stage.dispatcher.fleet[$0.order.backend].node.index)].name }
    }

    @Test func `a model that is in memory somewhere is refreshed there, however busy that is`() throws {
        var stage = try Stage([beat("idle", [onDisk("llama3", gigabytes: 0.1)]), beat("busy", [resident("llama3")])])
        for _ in 0..<20 { stage.submit(request("llama3", prompt: 4000)) }
        let waiting = stage.dispatcher.waiting
        let loads = stage.loads.count
        let step = choose(load("llama3"), &stage)
        #expect(node(step, stage) == "busy" && step?.place == .resident)
        #expect(stage.dispatcher.waiting == waiting && stage.loads.count == loads)
    }

    @Test func `one that nobody has in memory is loaded on the best node, once`() throws {
        var stage = try Stage([
            beat("slow", [onDisk("llama3")]) { $0.handicap = 60 }, beat("fast", [onDisk("llama3")]),
        ])
        let first = choose(load("llama3"), &stage)
        #expect(node(first, stage) == "fast" && first?.place == .begun)
        let second = choose(load("llama3"), &stage)
        #expect(node(second, stage) == "fast" && second?.place == .underWay)
        stage.take(
            stage.dispatcher.settleLoad(try #require(first), .completed(Usage(outputTokens: 0)), at: stage.now + 4)
        )
        let holding = try stage.holding("llama3", on: "fast")
        #expect(stage.dispatcher.fleet[holding].isResident)
        let tally = stage.dispatcher.tally.backends[1].loads
        #expect(tally[.ordered] == 1 && tally[.done] == 1 && tally[.failed] == 0)
    }

    @Test func `a longer context than it has is loaded, a shorter one is not`() throws {
        var stage = try Stage([beat("one", [resident("llama3", context: 8192)])])
        let shorter = choose(load("llama3", context: 2048), &stage)
        #expect(shorter?.place == .resident && shorter?.order.context == 8192)
        let longer = choose(load("llama3", context: 10_000), &stage)
        #expect(longer?.place == .begun && longer?.order.context == 10_000)
    }

    @Test func `a context longer than the model knows is as long as it knows`() throws {
        var report = resident("llama3", context: 4096)
        report.contextMax = 16_384
        var stage = try Stage([beat("one", [report])])
        #expect(choose(load("llama3", context: 1 << 20), &stage)?.order.context == 16_384)
    }

    @Test
    func `a load that failed leaves the model on disk and counts against the backend, one that was left does not`()
        throws
    {
        var stage = try Stage([beat("one", [onDisk("llama3")])])
        let holding = try stage.holding("llama3", on: "one")
        let left = try #require(choose(load("llama3"), &stage))
        stage.take(stage.dispatcher.settleLoad(left, nil, at: stage.now))
        #expect(stage.dispatcher.fleet[holding].place == .disk && stage.dispatcher.breakers == [Breaker()])
        let failed = try #require(choose(load("llama3"), &stage))
        let failure = AttemptFailure(stage: .waiting, kind: .status(500))
        stage.take(stage.dispatcher.settleLoad(failed, .failed(failure), at: stage.now))
        #expect(stage.dispatcher.fleet[holding].place == .disk && stage.dispatcher.breakers != [Breaker()])
        #expect(stage.dispatcher.tally.backends[0].loads[.failed] == 2)
    }

    @Test func `what nobody can load is refused`() throws {
        var stage = try Stage([beat("one", [onDisk("llama3")]) { $0.kind = .vllm }])
        guard case .refused(let refusal) = stage.dispatcher.chooseLoad(load("llama3"), tried: .init(), at: stage.now)
        else {
            Issue.record("it was sent somewhere")
            return
        }
        #expect(refusal == .unavailable(retryAfter: 5))
        guard case .refused(.modelUnknown) = stage.dispatcher.chooseLoad(load("x"), tried: .init(), at: stage.now)
        else {
            Issue.record("an unknown model was sent somewhere")
            return
        }
    }

    @Test func `a model has a home on every node that has it in memory and can be told`() throws {
        var stage = try Stage([
            beat("one", [resident("llama3")]), beat("two", [onDisk("llama3")]), beat("three", [resident("llama3")]),
            beat("gone", [resident("llama3")]) { $0.isReachable = false },
        ])
        let homes = try #require(stage.dispatcher.homes(of: request("llama3")))
        #expect(homes == [try stage.holding("llama3", on: "one"), try stage.holding("llama3", on: "three")])
        stage.take(stage.dispatcher.unloaded(homes, at: stage.now))
        #expect(stage.dispatcher.homes(of: request("llama3")) == [])
        #expect(stage.dispatcher.homes(of: request("x")) == nil)
    }

    @Test func `a model that still answers leaves when its backend says so`() throws {
        var stage = try Stage([beat("one", [resident("llama3")])])
        let id = stage.submit(request("llama3"))
        let homes = try #require(stage.dispatcher.homes(of: request("llama3")))
        stage.take(stage.dispatcher.unloaded(homes, at: stage.now))
        #expect(stage.dispatcher.homes(of: request("llama3")) == homes)
        stage.finish(id)
        #expect(stage.dispatcher.audit(at: stage.now) == [])
    }
}
