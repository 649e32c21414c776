import Fleet
import HTTPEngine
import Routing

/// What is known of one request: what it asked for, where it was sent and why, and what became of it. Never what it says, nor
/// who asked.
///
/// Numbers and receipts as they were handed out; names are looked up when somebody reads. The fleet never gives a number to
/// another node, backend or model, so they stay true.
struct RequestRecord: Sendable {
    struct Attempt: Sendable {
        let placement: Placement
        var firstTokenAt: Instant?
        var endedAt: Instant?
        /// Nil while it runs, and where the client left.
        var result: AttemptResult?
    }

    let id: RequestID
    let ticket: TicketID
    let models: [ModelName]
    let priority: Priority
    let promptTokens: Int
    let outputMax: Int?
    let contextAsked: Int?
    let capabilities: Capability
    let labels: Set<String>
    let arrivedAt: Instant
    let deadline: Instant?
    var attempts: [Attempt] = []
    /// Nil while it waits or runs.
    var outcome: Outcome?
    var endedAt: Instant?
    /// What the client was told; zero before, and if it left before.
    var status: UInt16 = 0
    /// Nobody is known to have the model, so it went to a server that does not say what it has.
    var isForwarded = false
    /// No server answered, but the router itself, with what it knows.
    var isAnsweredHere = false

    init(_ id: RequestID, _ ticket: TicketID, _ request: Request, at now: Instant) {
        self.id = id
        self.ticket = ticket
        models = request.models
        priority = request.priority
        promptTokens = request.promptTokens
        outputMax = request.outputMax
        contextAsked = request.contextAsked
        capabilities = request.capabilities
        labels = request.labels
        deadline = request.deadline
        arrivedAt = now
    }

    /// Becomes another request's, and uses what room this one had.
    mutating func begin(_ id: RequestID, _ ticket: TicketID, _ request: Request, at now: Instant) {
        var room: [Attempt] = []
        swap(&room, &attempts)
        room.removeAll(keepingCapacity: true)
        self = RequestRecord(id, ticket, request, at: now)
        attempts = room
    }
}
