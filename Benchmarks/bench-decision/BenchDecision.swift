import Fleet
import Routing

/// What one decision costs (eliminate, price, choose, reserve), and one event while 10,000 tickets wait.
///
/// Every operation is timed by itself, so that what else the machine does counts little. `bench-decision COUNT` repeats each
/// that often, `bench-decision COUNT deciding` or `… waiting` shows one table alone.
@main
struct BenchDecision {
    static func main() {
        let wanted = CommandLine.arguments.dropFirst().first.flatMap { Int($0) }
        let table = CommandLine.arguments.dropFirst(2).first
        print("Microseconds, median (lowest tenth).")
        if table != "waiting" { showDecisions(wanted) }
        if table != "deciding" { showEvents(wanted ?? 2000) }
    }

    private static func showDecisions(_ wanted: Int?) {
        print("\n| fleet | decide, reserve | settle, learn | preview |\n|---|---:|---:|---:|")
        for (nodes, models) in [(8, 20), (500, 50), (2000, 50)] {
            var hall = Hall(nodes: nodes, models: models)
            let times = hall.decisions(count: wanted ?? max(500_000 / nodes, 1000))
            let previews = hall.previews(count: min(wanted ?? 200, 200))
            let row = [times.decide, times.settle, previews].map(\.text)
            print("| \(nodes) × \(models) | \(row.joined(separator: " | ")) |")
        }
    }

    private static func showEvents(_ count: Int) {
        print("\n10,000 tickets waiting:\n")
        print("| fleet | settle, place the next | submit | heartbeat | with its list |\n|---|---:|---:|---:|---:|")
        for (nodes, models) in [(8, 20), (500, 50)] {
            var hall = Hall(nodes: nodes, models: models)
            hall.crowd(10_000)
            let times = hall.turnover(count: count)
            let row = [times.settle, times.submit, times.beat, times.list].map(\.text)
            print("| \(nodes) × \(models) | \(row.joined(separator: " | ")) |")
        }
    }
}

/// How long one operation took, over and over.
struct Samples {
    private var durations: [Duration] = []
    private let clock = ContinuousClock()

    mutating func measure(_ work: () -> Void) {
        durations.append(clock.measure(work))
    }

    /// The median and the lowest tenth, in microseconds with one digit after the point: on a machine that others use as
    /// well the lower one is nearer to what the work costs.
    var text: String { "\(quantile(0.5)) (\(quantile(0.1)))" }

    private func quantile(_ share: Double) -> String {
        guard !durations.isEmpty else { return "–" }
        let duration = durations.sorted()[Int(Double(durations.count) * share)]
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
    mutating func decisions(count: Int) -> (decide: Samples, settle: Samples) {
        var decided = Samples()
        var settled = Samples()
        for index in 0..<count {
            now = now + 1
            let request = request(index)
            decided.measure { running.append(dispatcher.submit(request, at: now).ticket) }
            guard running.count >= 4 else { continue }
            let id = running.removeFirst()
            _ = dispatcher.firstToken(id, at: now - 2)
            settled.measure { _ = dispatcher.settle(id, .completed(Usage(outputTokens: 150)), at: now) }
        }
        return (decided, settled)
    }

    /// For somebody who only wants to know: a copy of the dispatcher, with every price written down.
    mutating func previews(count: Int) -> Samples {
        var previewed = Samples()
        for index in 0..<count {
            now = now + 1
            let request = request(index)
            previewed.measure {
                let preview = dispatcher.preview(request, at: now)
                precondition(!preview.receipts.isEmpty)
            }
        }
        return previewed
    }

    mutating func crowd(_ count: Int) {
        for index in 0..<(count * 2) where dispatcher.waiting < count { place(index) }
    }

    private mutating func place(_ index: Int) {
        note(dispatcher.submit(request(index), at: now).effects)
    }

    private mutating func note(_ effects: [Effect]) {
        for case .place(let placement) in effects { running.append(placement.ticket) }
    }

    /// One request ends and another comes, and a node reports: the line stays as long as it is.
    mutating func turnover(count: Int) -> (settle: Samples, submit: Samples, beat: Samples, list: Samples) {
        var settled = Samples()
        var submitted = Samples()
        var heard = Samples()
        var listed = Samples()
        for index in 0..<count {
            now = now + 10 / Double(running.count)
            let id = running.removeFirst()
            var effects = dispatcher.firstToken(id, at: now - 8)
            note(effects)
            settled.measure { effects = dispatcher.settle(id, .completed(Usage(outputTokens: 150)), at: now) }
            note(effects)
            submitted.measure { place(index) }
            var beat = beats[index % beats.count]
            listed.measure { effects = (try? dispatcher.heartbeat(beat, at: now)) ?? [] }
            note(effects)
            // As agents send it while nothing changes.
            beat.backends?[0].models = nil
            heard.measure { effects = (try? dispatcher.heartbeat(beat, at: now)) ?? [] }
            note(effects)
        }
        return (settled, submitted, heard, listed)
    }
}
