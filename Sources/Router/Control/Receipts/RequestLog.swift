import Fleet
import HTTPEngine
import Routing

/// The newest requests and their receipts, in memory: a ring, so that it costs the same however long the router runs.
///
/// A value that the desk keeps beside the dispatcher and tells what it hears, under the one lock both need anyway. Writing is
/// an index and an append; whoever reads pays for looking and for names.
struct RequestLog: Sendable {
    let countMax: Int
    /// The record with number n stands at n modulo `countMax`.
    private var records: [RequestRecord] = []
    private var begun = 0
    /// The numbers of the records of tickets, by a ticket's own number. Tickets reuse theirs, so what stands here may be of
    /// an earlier one.
    private var numbers: [Int] = []

    init(countMax: Int) {
        self.countMax = countMax
    }

    // MARK: Writing

    /// - Returns: the record's number.
    mutating func begin(_ id: RequestID, _ ticket: TicketID, _ request: Request, at now: Instant) -> Int {
        let number = begun
        begun += 1
        guard countMax > 0 else { return number }
        if records.count < countMax {
            records.append(RequestRecord(id, ticket, request, at: now))
        } else {
            records[number % countMax].begin(id, ticket, request, at: now)
        }
        let index = Int(ticket.index)
        if index >= numbers.count { numbers += repeatElement(-1, count: index + 1 - numbers.count) }
        numbers[index] = number
        return number
    }

    mutating func take(_ effect: Effect, at now: Instant) {
        switch effect {
        case .place(let placement):
            guard let place = place(of: placement.ticket) else { return }
            records[place].attempts.append(RequestRecord.Attempt(placement: placement))
        case .end(let ticket, let outcome):
            guard let place = place(of: ticket) else { return }
            records[place].outcome = outcome
            records[place].endedAt = now
            endAttempt(place, nil, at: now)
        case .load: break
        }
    }

    mutating func firstToken(_ ticket: TicketID, at now: Instant) {
        guard let place = place(of: ticket), let last = records[place].attempts.indices.last else { return }
        if records[place].attempts[last].firstTokenAt == nil { records[place].attempts[last].firstTokenAt = now }
    }

    mutating func settle(_ ticket: TicketID, _ result: AttemptResult, at now: Instant) {
        guard let place = place(of: ticket) else { return }
        endAttempt(place, result, at: now)
    }

    /// Nobody is known to have the model: it goes to a server that may.
    mutating func forwarded(_ number: Int) {
        guard isKept(number) else { return }
        records[number % countMax].isForwarded = true
        records[number % countMax].endedAt = nil
    }

    /// The router has an answer of its own.
    mutating func answeredHere(_ number: Int) {
        if isKept(number) { records[number % countMax].isAnsweredHere = true }
    }

    /// What the client was told in the end, which may be after the ticket's number was given to another.
    mutating func answered(_ number: Int, _ status: UInt16, at now: Instant) {
        guard isKept(number) else { return }
        records[number % countMax].status = status
        if records[number % countMax].endedAt == nil { records[number % countMax].endedAt = now }
    }

    private mutating func endAttempt(_ place: Int, _ result: AttemptResult?, at now: Instant) {
        guard let last = records[place].attempts.indices.last, records[place].attempts[last].endedAt == nil else {
            return
        }
        records[place].attempts[last].endedAt = now
        records[place].attempts[last].result = result
    }

    /// Where the ticket's record stands; nil when newer ones have pushed it out.
    private func place(of ticket: TicketID) -> Int? {
        guard numbers.indices.contains(Int(ticket.index)) else { return nil }
        let number = numbers[Int(ticket.index)]
        guard isKept(number) else { return nil }
        let place = number % countMax
        return records[place].ticket == ticket ? place : nil
    }

    private func isKept(_ number: Int) -> Bool { number >= begun - records.count && number >= 0 }

    // MARK: Reading

    /// Of several with one name, which clients may choose, the newest.
    func record(named name: String) -> RequestRecord? {
        let ids = RequestID.spelled(name)
        if ids.isEmpty { return nil }
        let number = newestFirst.first { ids.contains(records[$0 % countMax].id) }
        return number.map { records[$0 % countMax] }
    }

    /// Newest first.
    func newest(_ count: Int) -> [RequestRecord] {
        newestFirst.prefix(count).map { records[$0 % countMax] }
    }

    /// What the newest requests showed of each backend. Of so many only: it is read while requests wait for it.
    func paces(newest count: Int = 1000, at place: (HoldingID) -> BackendID) -> [BackendID: BackendPace] {
        var paces: [BackendID: BackendPace] = [:]
        for number in newestFirst.prefix(count) {
            for attempt in records[number % countMax].attempts.reversed() {
                paces[place(attempt.placement.holding), default: BackendPace()].take(attempt)
            }
        }
        return paces
    }

    private var newestFirst: ReversedCollection<Range<Int>> { ((begun - records.count)..<begun).reversed() }
}
