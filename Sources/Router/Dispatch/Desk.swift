import Dialects
package import Fleet
package import HTTPEngine
import Learning
package import Routing
import Telemetry

/// The dispatcher's one owner: whoever wants something of it asks here, one at a time, and is told what became of it.
///
/// Every decision is synchronous and short, so a lock is held for microseconds; nobody waits in it. What a decision means for
/// other requests, that one of them may start now or has waited too long, is passed to them after the lock is given back.
package final class Desk: Sendable {
    /// What the dispatcher says to a request.
    package enum Step: Sendable {
        /// To be sent there now. Without a destination the backend has never said where it is.
        indirect case go(Placement, Destination?)
        case end(Outcome)
    }

    /// A request's side of the desk while it waits in its lane.
    package typealias Waiter = Patience<Step>

    fileprivate struct State {
        var dispatcher: Dispatcher
        var log: RequestLog
        var waiters: [TicketID: Waiter] = [:]
        /// By holding, as far as they were needed since the fleet last changed.
        var destinations: [HoldingID: Destination] = [:]
        /// When the alarm is set to ring.
        var alarmAt = Instant.distantFuture
    }

    /// An alarm that rings later than this rings in a program that was stopped, or on a machine that could not listen either.
    private static let oversleptAfter = Seconds(1)

    private let state: Locked<State>
    private let alarm: Alarm
    private let servers: BackendTable
    /// Performs loads ordered ahead of need.
    private let loader: ModelLoader
    let shelf = ModelShelf()

    init(
        _ dispatcher: Dispatcher,
        _ servers: BackendTable,
        _ loader: ModelLoader,
        on loop: EventLoop,
        receiptsKept: Int = 1000
    ) {
        state = Locked(State(dispatcher: dispatcher, log: RequestLog(countMax: receiptsKept)))
        self.servers = servers
        self.loader = loader
        alarm = Alarm(on: loop)
        loader.connect(self)
        alarm.connect { [weak self] in self?.wake() }
    }

    package static var now: Instant { Instant(nanoseconds: Int64(EventLoop.clock().nanoseconds)) }

    // MARK: A request's way

    /// - Returns: the ticket, what to do at once (nil means that the waiter will be told), and the number of its record.
    package func submit(_ request: Request, _ waiter: Waiter) -> (ticket: TicketID, step: Step?, record: Int) {
        var submitted: (ticket: TicketID, record: Int)?
        let step = operate(waiter) { state, now in
            let (id, effects) = state.dispatcher.submit(request, at: now)
            submitted = (id, state.log.begin(waiter.requestID, id, request, at: now))
            return (id, effects)
        }
        guard let submitted else { preconditionFailure("the operation has run") }
        return (submitted.ticket, step, submitted.record)
    }

    package func firstToken(_ ticket: TicketID) {
        _ = operate(nil) { state, now in
            state.log.firstToken(ticket, at: now)
            return (nil, state.dispatcher.firstToken(ticket, at: now))
        }
    }

    /// An attempt ended. What follows for the same ticket: another attempt, its end, or a wait.
    package func settle(_ ticket: TicketID, _ result: AttemptResult, _ waiter: Waiter) -> Step? {
        operate(waiter) { state, now in
            state.log.settle(ticket, result, at: now)
            return (ticket, state.dispatcher.settle(ticket, result, at: now))
        }
    }

    /// The client left.
    package func cancel(_ ticket: TicketID) {
        _ = operate(nil) { state, now in (ticket, state.dispatcher.cancel(ticket, at: now)) }
    }

    /// For the record: nobody is known to have its model, so it goes to a server that may.
    func forwarded(_ record: Int) {
        state.withLock { $0.log.forwarded(record) }
    }

    /// For the record: the router has an answer of its own.
    func answeredHere(_ record: Int) {
        state.withLock { $0.log.answeredHere(record) }
    }

    /// For the record: what the client was told in the end.
    func answered(_ record: Int, _ status: UInt16) {
        state.withLock { $0.log.answered(record, status, at: Self.now) }
    }

    // MARK: The fleet's side

    package func heartbeat(_ beat: Heartbeat) throws(HeartbeatRefusal) {
        var refusal: HeartbeatRefusal?
        let wall = Fleet.WallTime(
            secondsSince1970: SystemTime().wallTime.seconds,
            offsetFromUTC: Int64(beat.utcOffset ?? 0)
        )
        _ = operate(nil, changesFleet: true) { state, now in
            do throws(HeartbeatRefusal) {
                let effects = try state.dispatcher.heartbeat(beat, at: now, on: wall)
                shelf.take(beat, state.dispatcher.fleet)
                return (nil, effects)
            } catch {
                refusal = error
                return (nil, [])
            }
        }
        if let refusal { throw refusal }
    }

    /// - Parameter askedAt: when the backend was asked for it.
    package func report(_ report: BackendReport, node: String, askedAt: Instant? = nil) {
        _ = operate(nil, changesFleet: true) { state, now in
            var report = report
            if shelf.isStale(report, node: node, askedAt: askedAt ?? now, state.dispatcher.fleet) {
                report.models = nil
            }
            let effects = state.dispatcher.addStatic(report, node: node, at: now)
            shelf.take(report, node: node, state.dispatcher.fleet)
            return (nil, effects)
        }
    }

    /// It is no longer asked. What runs there goes on.
    func remove(_ backend: String, node: String) {
        _ = operate(nil, changesFleet: true) { state, now in
            let fleet = state.dispatcher.fleet
            guard let node = fleet.node(named: node), let id = fleet.backend(named: backend, on: node) else {
                return (nil, [])
            }
            let effects = state.dispatcher.removeStatic(id, at: now)
            shelf.remove(id)
            return (nil, effects)
        }
    }

    /// The operator lets a node have no new requests, or have them again; whether it is met already or later.
    ///
    /// - Returns: how many run there.
    @discardableResult
    func hold(_ name: String, _ isHeld: Bool) -> Int {
        var running = 0
        _ = operate(nil) { state, now in
            let effects = state.dispatcher.hold(name, isHeld, at: now)
            if let node = state.dispatcher.fleet.node(named: name) {
                running = state.dispatcher.situation.running(on: node)
            }
            return (nil, effects)
        }
        return running
    }

    /// The operator took a node away that has an agent. What runs there goes on.
    ///
    /// - Returns: how many run there, and whether the agent was heard of lately, which then brings the node back.
    func forget(node name: String) -> (running: Int, isSpeaking: Bool) {
        var answer = (running: 0, isSpeaking: false)
        _ = operate(nil, changesFleet: true) { state, now in
            guard let node = state.dispatcher.fleet.node(named: name), state.dispatcher.fleet[node].hasAgent else {
                return (nil, [])
            }
            let known = state.dispatcher.fleet[node]
            answer = (state.dispatcher.situation.running(on: node), known.liveness != .offline && !known.hasLeft)
            return (nil, state.dispatcher.forget(node, at: now))
        }
        return answer
    }

    func knows(node name: String) -> Bool {
        read { dispatcher, _ in
            dispatcher.fleet.node(named: name).map { !dispatcher.fleet[$0].isForgotten } ?? false
        }
    }

    /// As the backend calls them.
    func models(of backend: String, on node: String) -> [String] {
        read { dispatcher, _ in
            let fleet = dispatcher.fleet
            guard let node = fleet.node(named: node), let id = fleet.backend(named: backend, on: node) else {
                return []
            }
            return fleet.holdings(on: id).filter { fleet[$0].place != .gone }.map { fleet.spellings[Int($0.index)] }
        }
    }

    func isHeld(_ node: String) -> Bool { read { dispatcher, _ in dispatcher.fleet.heldNames.contains(node) } }

    /// What a backend has now, when it was asked out of turn.
    func relist(_ models: [ModelReport], on backend: BackendID) {
        _ = operate(nil, changesFleet: true) { state, now in
            shelf.put(models, of: backend, max: state.dispatcher.fleet.policy.modelsPerBackendMax, at: now)
            return (nil, state.dispatcher.relist(models, on: backend, at: now))
        }
    }

    /// What earlier runs learned, before any backend is met.
    func remember(_ archive: Archive) {
        state.withLock { $0.dispatcher.remember(archive) }
    }

    /// How often something was learned.
    var lessons: Int { state.withLock { $0.dispatcher.experience.lessons } }

    /// Some backend has said what it has.
    package var knowsModels: Bool { state.withLock { !$0.dispatcher.fleet.holdings.isEmpty } }

    /// The addresses of all backends that can be reached, for requests that are not placed.
    package var addresses: [(address: String, key: String?)] {
        read { dispatcher, _ in
            dispatcher.fleet.backends.filter { $0.isReachable && !$0.isGone }.compactMap {
                let profile = dispatcher.fleet.backendProfiles[Int($0.id.index)]
                return profile.address.map { ($0, profile.key) }
            }
        }
    }

    package func loadEnded(_ order: LoadOrder, succeeded: Bool) {
        _ = operate(nil) { state, now in
            (nil, state.dispatcher.loadEnded(order.holding, succeeded: succeeded, at: now))
        }
    }

    // MARK: Models in memory

    /// Where a model is to be in memory that somebody wants there.
    func chooseLoad(_ request: Request, _ tried: TriedBackends) -> (LoadChoice, Destination?) {
        var choice = LoadChoice.refused(.modelUnknown)
        var destination: Destination?
        _ = operate(nil) { state, now in
            choice = state.dispatcher.chooseLoad(request, tried: tried, at: now)
            if case .go(let step) = choice {
                destination = Destination(step.order.holding, state.dispatcher.fleet, servers)
            }
            return (nil, [])
        }
        return (choice, destination)
    }

    func settleLoad(_ step: LoadStep, _ result: AttemptResult?) {
        _ = operate(nil) { state, now in (nil, state.dispatcher.settleLoad(step, result, at: now)) }
    }

    /// Where the model is in memory, of the backends that have said where they are; nil when nobody has it.
    func homes(of request: Request) -> [(HoldingID, Destination)]? {
        read { dispatcher, _ in
            dispatcher.homes(of: request).map { ids in
                ids.compactMap { id in Destination(id, dispatcher.fleet, servers).map { (id, $0) } }
            }
        }
    }

    func unloaded(_ ids: [HoldingID]) {
        _ = operate(nil) { state, now in (nil, state.dispatcher.unloaded(ids, at: now)) }
    }

    // MARK: Reading

    var attemptsMax: Int { read { dispatcher, _ in dispatcher.policy.attemptsMax } }

    var hasAliases: Bool { read { dispatcher, _ in !dispatcher.aliases.isEmpty } }

    /// The model to ask for first, as the operator or the client wrote it.
    func meaning(of inference: InferenceRequest) -> String {
        read { dispatcher, _ in
            let names = dispatcher.aliases.meaning(of: inference.models) {
                dispatcher.fleet.presentModel(named: $0) != nil
            }
            guard let first = names.first, first != inference.models.first else { return inference.model }
            return dispatcher.aliases.spelling(of: first)
        }
    }

    /// A look at everything, for those who only read.
    package func read<Answer>(_ body: (Dispatcher, Instant) -> Answer) -> Answer {
        state.withLock { body($0.dispatcher, Self.now) }
    }

    func readLog<Answer>(_ body: (RequestLog, FleetState, Instant) -> Answer) -> Answer {
        state.withLock { body($0.log, $0.dispatcher.fleet, Self.now) }
    }

    /// The lines and who stands in them, by the names of their requests.
    func queue(limit: Int) -> QueueReading {
        state.withLock { state in
            let now = Self.now
            let tickets = state.dispatcher.queue(at: now, limit: limit)
            return QueueReading(
                at: now,
                waiting: state.dispatcher.waiting,
                lanes: state.dispatcher.queueLanes(),
                tickets: tickets.map { ($0, state.waiters[$0.ticket]?.requestID) }
            )
        }
    }

    // MARK: Deciding

    private func wake() {
        state.withLock { $0.alarmAt = .distantFuture }
        _ = operate(nil) { state, now in (nil, state.dispatcher.wake(at: now)) }
    }

    /// Runs one operation, and answers what it means for the ticket it was about.
    private func operate(
        _ waiter: Waiter?,
        changesFleet: Bool = false,
        _ operation: (inout State, Instant) -> (own: TicketID?, effects: [Effect])
    ) -> Step? {
        var news = News()
        let alarmAt = state.withLock { state -> Instant? in
            let now = Self.now
            if let due = state.dispatcher.wakeAt, now - due >= Self.oversleptAfter {
                state.dispatcher.listenAnew(at: now)
            }
            let (own, effects) = operation(&state, now)
            if changesFleet { state.destinations.removeAll(keepingCapacity: true) }
            for effect in effects {
                state.log.take(effect, at: now)
                news.take(effect, own, &state, servers)
            }
            if news.own == nil, let own, let waiter { state.waiters[own] = waiter }
            return state.moveAlarm()
        }
        if let alarmAt { alarm.set(at: LoopTime(nanoseconds: UInt64(max(alarmAt.nanoseconds, 0)))) }
        for (waiter, step) in news.others { waiter.deliver(step) }
        for (order, destination) in news.loads { loader.load(order, destination) }
        return news.own
    }

    /// What effects mean, and for whom.
    private struct News {
        var own: Step?
        var others: [(Waiter, Step)] = []
        var loads: [(LoadOrder, LoadDestination?)] = []

        mutating func take(_ effect: Effect, _ own: TicketID?, _ state: inout State, _ servers: BackendTable) {
            switch effect {
            case .place(let placement):
                tell(placement.ticket, .go(placement, state.destination(placement.holding, servers)), own, &state)
            case .end(let ticket, let outcome): tell(ticket, .end(outcome), own, &state)
            case .load(let order): loads.append((order, LoadDestination(order, state.dispatcher.fleet, servers)))
            }
        }

        private mutating func tell(_ ticket: TicketID, _ step: Step, _ own: TicketID?, _ state: inout State) {
            let waiter = state.waiters.isEmpty ? nil : state.waiters.removeValue(forKey: ticket)
            if ticket == own {
                self.own = step
            } else if let waiter {
                others.append((waiter, step))
            }
        }
    }
}

extension Desk.State {
    fileprivate mutating func destination(_ holding: HoldingID, _ servers: BackendTable) -> Destination? {
        if let known = destinations[holding] { return known }
        let new = Destination(holding, dispatcher.fleet, servers)
        destinations[holding] = new
        return new
    }

    /// When the alarm has to ring, if that is sooner than it is set to.
    fileprivate mutating func moveAlarm() -> Instant? {
        guard let next = dispatcher.wakeAt, next < alarmAt else { return nil }
        alarmAt = next
        return next
    }
}
