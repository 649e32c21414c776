import Fleet
import Routing

/// What one decision costs: eliminate, price, choose, reserve, settle, learn; and one event in a crowded router.
@main
struct BenchDecision {
    static func main() {
        print("decision: submit of a request that starts at once, µs (best of 5 rounds)")
        for (nodes, models) in [(8, 20), (500, 50), (2000, 50)] {
            var hall = Hall(nodes: nodes, models: models)
            let rounds = (0..<5).map { _ in hall.decisions(count: 200_000 / nodes) }
            let decisions = rounds.map(\.decision).sorted()
            let settles = rounds.map(\.settle).sorted()
            print("  \(nodes) nodes × \(models) models: \(microseconds(decisions[0]))", terminator: "")
            print(", settle and learn \(microseconds(settles[0]))")
        }
        print("event with 10,000 tickets waiting, µs (best of 5 rounds)")
        for (nodes, models) in [(8, 20), (500, 50)] {
            var hall = Hall(nodes: nodes, models: models)
            hall.crowd(10_000)
            let rounds = (0..<5).map { _ in hall.turnover(count: 200) }
            let settles = rounds.map(\.settle).sorted()
            let submits = rounds.map(\.submit).sorted()
            let beats = rounds.map(\.beat).sorted()
            print("  \(nodes) × \(models): settle and place the next \(microseconds(settles[0])),", terminator: " ")
            print("submit \(microseconds(submits[0])), heartbeat \(microseconds(beats[0]))")
        }
    }

    static func microseconds(_ duration: Duration) -> String {
        let nanoseconds = Int(duration / .nanoseconds(1))
        return "\(nanoseconds / 1000).\(nanoseconds % 1000 / 100)"
    }
}

/// A fleet in steady state: every node has every model, three of them resident.
struct Hall {
    private var dispatcher: Dispatcher
    private var now = Instant(nanoseconds: 1_000_000_000_000)
    private let names: [ModelName]
    private let beats: [Heartbeat]
    private var running: [TicketID] = []
    private var clock = ContinuousClock()

    init(nodes: Int, models: Int) {
        var policy = RoutingPolicy()
        policy.laneLengthMax = 20_000
        policy.clientShareMax = 1
        dispatcher = Dispatcher(policy: policy)
        names = (0..<models).compactMap { ModelName("model-\($0)") }
        let names = names
        beats = (0..<nodes).map { Self.beat($0, names) }
        for beat in beats { _ = try? dispatcher.heartbeat(beat, at: now) }
    }

    private static func beat(_ node: Int, _ names: [ModelName]) -> Heartbeat {
        var report = BackendReport(name: "main", kind: .ollama)
        report.slots = 2
        report.memoryTotal = .gigabytes(64)
        report.memoryFree = .gigabytes(20)
        report.memoryBandwidth = .gigabytes(100 + Double(node % 7) * 100)
        report.models = names.enumerated().map { index, name in
            var model = ModelReport(name, (index + node) % 4 < 3 && index < 4 ? .resident : .disk)
            model.size = .gigabytes(5)
            model.residentSize = .gigabytes(6)
            model.contextLength = 8192
            return model
        }
        var beat = Heartbeat(node: "node-\(node)")
        beat.thermal = node % 5 == 0 ? nil : .nominal
        beat.foreignLoad = 0.1
        beat.pressure = .normal
        beat.busy = []
        beat.backends = [report]
        return beat
    }

    private func request(_ index: Int) -> Request {
        var request = Request(
            models: [names[index % 4]],
            client: ClientID(hash: UInt64(index % 50)),
            promptTokens: 500 + index % 900
        )
        request.prefix = (1...4).map { PrefixMark(hash: UInt64(index % 30 * 10 + $0), tokens: $0 * 256) }
        return request
    }

    /// Four requests run at any time, as in a quiet fleet.
    mutating func decisions(count: Int) -> (decision: Duration, settle: Duration) {
        var decided = Duration.zero
        var settled = Duration.zero
        for index in 0..<count {
            now = now + 1
            let request = request(index)
            decided += clock.measure { running.append(dispatcher.submit(request, at: now).ticket) }
            guard running.count >= 4 else { continue }
            let id = running.removeFirst()
            _ = dispatcher.firstToken(id, at: now - 2)
            settled += clock.measure {
                _ = dispatcher.settle(id, .completed(Usage(outputTokens: 150)), at: now)
            }
        }
        return (decided / count, settled / count)
    }

    mutating func crowd(_ count: Int) {
        for index in 0..<(count * 2) where dispatcher.waiting < count { place(index) }
    }

    private mutating func place(_ index: Int) {
        for case .place(let placement) in dispatcher.submit(request(index), at: now).effects {
            running.append(placement.ticket)
        }
    }

    mutating func turnover(count: Int) -> (settle: Duration, submit: Duration, beat: Duration) {
        var settled = Duration.zero
        var submitted = Duration.zero
        var heard = Duration.zero
        for index in 0..<count {
            now = now + 0.01
            let id = running.removeFirst()
            var effects: [Effect] = []
            settled += clock.measure {
                effects = dispatcher.settle(id, .completed(Usage(outputTokens: 150)), at: now)
            }
            for case .place(let placement) in effects { running.append(placement.ticket) }
            submitted += clock.measure { place(index) }
            heard += clock.measure { effects = (try? dispatcher.heartbeat(beats[index % beats.count], at: now)) ?? [] }
            for case .place(let placement) in effects { running.append(placement.ticket) }
        }
        return (settled / count, submitted / count, heard / count)
    }
}
