import Fleet
import HTTPEngine
import Probing

/// Looks at every place where an inference server may be on this machine, each at its own pace.
final class ServerWatch: Sendable {
    private static let patience = LoopSpan(.seconds(2))

    private let desk: AgentDesk
    private let resolver: Resolver
    private let interval: Seconds

    init(for desk: AgentDesk, by resolver: Resolver, every interval: Duration) {
        self.desk = desk
        self.resolver = resolver
        self.interval = Seconds(interval)
    }

    func start(at places: [Endpoint]) {
        for place in places { desk.loop.spawn { await self.watch(place) } }
    }

    private func watch(_ place: Endpoint) async {
        var probe = Probe(of: place, by: resolver, on: desk.loop, within: Self.patience)
        var pace = LookPace(interval: interval, isNamed: desk.state.options.backends.contains(place))
        while true {
            let known = desk.state.book.server(at: place)
            let finding = await probe.look(named: known?.report.name ?? place.authority)
            let look = desk.take(finding, of: place)
            await desk.loop.sleep(for: LoopSpan(pace.next(after: look)))
        }
    }
}

extension LoopSpan {
    init(_ seconds: Seconds) {
        self.init(nanoseconds: UInt64(max(min(seconds.value, 1e9), 0) * 1e9))
    }
}
