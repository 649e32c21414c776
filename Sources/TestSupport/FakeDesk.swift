import HTTPEngine
import Practice
import Telemetry

/// What a `FakeBackend` has on its loop: the script, the connections, the figures and those who wait for them.
///
/// `@unchecked Sendable`: touched on the backend's loop only.
final class FakeDesk: @unchecked Sendable {
    private struct Watch {
        var isMet: @Sendable (FakeFigures) -> Bool
        var outcome: FakeFigures?
        var task: UnsafeContinuation<FakeFigures, Never>?
    }

    var script: FakeScript
    var backend: PracticeBackend
    /// It stands still: the same request gets the same answer, to the byte.
    let now = WallTime(seconds: 1_795_262_400)
    private(set) var figures = FakeFigures()
    private var listener: Listener?
    private var sockets: [Int: Socket] = [:]
    private var watches: [Int: Watch] = [:]
    private var watchesBegun = 0

    init(_ script: FakeScript, _ backend: PracticeBackend) {
        self.script = script
        self.backend = backend
    }

    // MARK: Connections

    func listen(on loop: EventLoop) throws(SystemError) -> SocketAddress {
        let listener = try Listener(
            .loopback(),
            on: loop,
            accepted: { descriptor in
                if let socket = try? Socket(descriptor, on: loop) { self.serve(socket) }
            },
            turnedAway: { _ in }
        )
        self.listener = listener
        return listener.address
    }

    private func serve(_ socket: Socket) {
        let number = figures.connectionsAccepted
        sockets[number] = socket
        note {
            $0.connectionsAccepted += 1
            $0.connectionsOpen += 1
        }
        let connection = FakeConnection(socket, number, of: self)
        socket.loop.spawn {
            await connection.serve()
            connection.desk.ended(number)
        }
    }

    private func ended(_ number: Int) {
        sockets.removeValue(forKey: number)?.close()
        note { $0.connectionsOpen -= 1 }
    }

    func close() {
        listener?.close()
        for socket in sockets.values { socket.close() }
        for ticket in watches.keys { giveUp(ticket) }
    }

    // MARK: Figures

    /// Forgets what was asked and how it ended, not who is there.
    func forget() {
        figures.requests = []
        figures.answers = 0
        figures.departures = 0
        figures.refusals = []
    }

    func note(_ change: (inout FakeFigures) -> Void) {
        change(&figures)
        for (ticket, watch) in watches where watch.isMet(figures) { giveUp(ticket) }
    }

    /// What was seen is kept from the moment the condition held, however late it is asked for.
    func watch(_ isMet: @escaping @Sendable (FakeFigures) -> Bool) -> Int {
        watchesBegun += 1
        watches[watchesBegun] = Watch(isMet: isMet, outcome: isMet(figures) ? figures : nil)
        return watchesBegun
    }

    func figures(for ticket: Int) async -> FakeFigures {
        if let outcome = watches[ticket]?.outcome {
            watches[ticket] = nil
            return outcome
        }
        return await withUnsafeContinuation { watches[ticket]?.task = $0 }
    }

    /// Ends a watch with what has been seen by now.
    func giveUp(_ ticket: Int) {
        guard let watch = watches[ticket], watch.outcome == nil else { return }
        watches[ticket]?.outcome = figures
        guard let task = watch.task else { return }
        watches[ticket] = nil
        task.resume(returning: figures)
    }
}
