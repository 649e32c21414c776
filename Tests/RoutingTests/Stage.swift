import Fleet
import Learning
import Testing

@testable import Routing

let start = Instant(nanoseconds: 1_000_000_000_000)

func name(_ text: String) -> ModelName {
    guard let name = ModelName(text) else { preconditionFailure("not a model name: \(text)") }
    return name
}

func resident(_ text: String, gigabytes: Double = 5, context: Int = 8192) -> ModelReport {
    var report = ModelReport(name(text), .resident)
    report.size = .gigabytes(gigabytes)
    report.residentSize = .gigabytes(gigabytes + 1)
    report.contextLength = context
    return report
}

func onDisk(_ text: String, gigabytes: Double = 5) -> ModelReport {
    var report = ModelReport(name(text), .disk)
    report.size = .gigabytes(gigabytes)
    return report
}

func beat(_ node: String, _ models: [ModelReport], _ change: (inout BackendReport) -> Void = { _ in }) -> Heartbeat {
    var backend = BackendReport(name: "ollama", kind: .ollama)
    backend.slots = 1
    backend.memoryTotal = .gigabytes(32)
    backend.memoryFree = .gigabytes(16)
    backend.memoryBandwidth = .gigabytes(100)
    backend.models = models
    change(&backend)
    var beat = Heartbeat(node: node)
    beat.thermal = .nominal
    beat.pressure = .normal
    beat.foreignLoad = 0
    beat.busy = []
    beat.backends = [backend]
    return beat
}

func request(_ models: String..., client: UInt64 = 1, prompt: Int = 200) -> Request {
    Request(models: models.map(name), client: ClientID(hash: client), promptTokens: prompt)
}

/// A dispatcher with what it said, so that a test reads as a story.
struct Stage {
    var dispatcher: Dispatcher
    var now = start
    var placements: [Placement] = []
    var loads: [LoadOrder] = []
    var ends: [TicketID: Outcome] = [:]

    init(_ beats: [Heartbeat], policy: RoutingPolicy = .init()) throws {
        dispatcher = Dispatcher(policy: policy)
        for beat in beats { try self.beat(beat) }
    }

    mutating func beat(_ beat: Heartbeat) throws { take(try dispatcher.heartbeat(beat, at: now)) }

    @discardableResult
    mutating func submit(_ request: Request) -> TicketID {
        let (id, effects) = dispatcher.submit(request, at: now)
        take(effects)
        return id
    }

    mutating func finish(_ id: TicketID, tokens: Int = 100) {
        take(dispatcher.settle(id, .completed(Usage(outputTokens: tokens)), at: now))
    }

    mutating func fail(_ id: TicketID, _ stage: AttemptFailure.Stage, _ kind: AttemptFailure.Kind) {
        take(dispatcher.settle(id, .failed(AttemptFailure(stage: stage, kind: kind)), at: now))
    }

    mutating func take(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .place(let placement): placements.append(placement)
            case .load(let order): loads.append(order)
            case .end(let id, let outcome):
                #expect(ends[id] == nil, "a ticket ended twice")
                ends[id] = outcome
            }
        }
    }

    func node(of id: TicketID) -> String? {
        placements.last { $0.ticket == id }.map { dispatcher.fleet.nodeProfiles[Int($0.node.index)].name }
    }

    var nodes: [String] { placements.map { dispatcher.fleet.nodeProfiles[Int($0.node.index)].name } }

    func receipt(_ request: Request) throws -> Receipt {
        try #require(dispatcher.preview(request, at: now).receipts.last)
    }

    func holding(_ model: String, on node: String) throws -> HoldingID {
        let fleet = dispatcher.fleet
        let id = try #require(fleet.node(named: node))
        let known = try #require(fleet.model(named: name(model)))
        return try #require(fleet.holding(of: known, on: fleet.backends(of: id)[0]))
    }
}
