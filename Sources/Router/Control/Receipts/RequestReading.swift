import Dialects
import Fleet
import HTTPEngine
import Routing

/// A record as a page shows it: with names, and with what can only be said at the moment of reading.
struct RequestReading: Sendable {
    enum State: String {
        case waiting, running, completed, failed, cancelled, refused, expired, forwarded, answered
    }

    let record: RequestRecord
    let now: Instant
    /// One for each attempt.
    private let places: [NamedReceipt.Place]
    /// One for each attempt, where they are wanted.
    private let receipts: [NamedReceipt]

    init(_ record: RequestRecord, _ fleet: FleetState, at now: Instant, withReceipts: Bool) {
        self.record = record
        self.now = now
        places = record.attempts.map { NamedReceipt.Place($0.placement.holding, fleet) }
        receipts = withReceipts ? record.attempts.map { NamedReceipt($0.placement.receipt, fleet) } : []
    }

    var state: State {
        if record.isAnsweredHere { return .answered }
        return switch record.outcome {
        case nil: record.attempts.last.map { $0.endedAt == nil } ?? false ? .running : .waiting
        case .completed: .completed
        case .failed: .failed
        case .cancelled: .cancelled
        case .refused: record.isForwarded ? .forwarded : .refused
        case .expired: .expired
        }
    }

    /// A line of the list.
    func row(_ clock: WallClock) -> JSONObject {
        let last = record.attempts.last
        return [
            "id": .string(record.id.description),
            "state": .string(state.rawValue),
            "arrived_at": .string(clock.text(record.arrivedAt)),
            "model": .text(record.models.first.map { "\($0)" }),
            "priority": .string(record.priority.word),
            "node": .text(places.last?.node),
            "backend": .text(places.last?.backend),
            "attempt_count": .integer(record.attempts.count),
            "status": .integer(record.status == 0 ? nil : Int(record.status)),
            "waited": .time(waited),
            "first_token_after": .time(last?.firstTokenAt.map { $0 - record.arrivedAt }),
            "duration": .time((record.endedAt ?? now) - record.arrivedAt),
            "prompt_tokens": .integer(usage?.promptTokens ?? record.promptTokens),
            "output_tokens": .integer(usage?.outputTokens),
        ]
    }

    /// All there is; for a reading with receipts.
    func page(_ clock: WallClock) -> JSONObject {
        var page = row(clock)
        page.append("error", .text(error))
        page.append("asked", .object(asked))
        page.append(
            "attempts",
            .array(receipts.indices.map { .object(show(record.attempts[$0], places[$0], receipts[$0], clock)) })
        )
        return page
    }

    /// Until it was sent for the first time; so far, if it was not.
    private var waited: Seconds {
        record.attempts.first?.placement.waited ?? (record.endedAt ?? now) - record.arrivedAt
    }

    private var usage: Usage? {
        if case .completed(let usage)? = record.attempts.last?.result { usage } else { nil }
    }

    private var error: String? {
        guard let outcome = record.outcome, !record.isForwarded, !record.isAnsweredHere else { return nil }
        if case .failed(let failure) = outcome { return failure.text }
        return Failure(outcome, record.models.first.map { "\($0)" } ?? "")?.text
    }

    private var asked: JSONObject {
        [
            "models": .texts(record.models.map { "\($0)" }),
            "prompt_tokens": .integer(record.promptTokens),
            "output_max": .integer(record.outputMax),
            "context": .integer(record.contextAsked),
            "capabilities": .texts(record.capabilities.names),
            "labels": .texts(record.labels.sorted()),
            "deadline_after": .time(record.deadline.map { $0 - record.arrivedAt }),
        ]
    }

    private func show(
        _ attempt: RequestRecord.Attempt,
        _ place: NamedReceipt.Place,
        _ receipt: NamedReceipt,
        _ clock: WallClock
    ) -> JSONObject {
        let start = attempt.placement.receipt.decidedAt
        var shown: JSONObject = [
            "attempt": .integer(attempt.placement.attempt),
            "node": .string(place.node),
            "backend": .string(place.backend),
            "served_as": .string(place.model),
            "context": .integer(attempt.placement.context),
            "decided_at": .string(clock.text(start)),
            "waited": .time(attempt.placement.waited),
            "first_token_after": .time(attempt.firstTokenAt.map { $0 - start }),
            "duration": .time((attempt.endedAt ?? now) - start),
        ]
        attempt.writeEnd(to: &shown)
        shown.append("receipt", .object(JSONObject(receipt.members)))
        return shown
    }
}

extension RequestRecord.Attempt {
    fileprivate func writeEnd(to shown: inout JSONObject) {
        switch result {
        case .completed(let usage):
            shown.append("outcome", "completed")
            shown.append("prompt_tokens", .integer(usage.promptTokens))
            shown.append("cached_tokens", .integer(usage.cachedTokens))
            shown.append("output_tokens", .integer(usage.outputTokens))
            shown.append("prefill", .time(usage.prefill))
            shown.append("load", .time(usage.load))
        case .failed(let failure):
            shown.append("outcome", "failed")
            shown.append("status", .integer(failure.status))
            shown.append("error", .string(failure.text))
        case nil:
            shown.append("outcome", endedAt == nil ? "running" : "cancelled")
        }
    }
}

extension AttemptFailure {
    /// What the backend said, if it said anything.
    fileprivate var status: Int? {
        switch kind {
        case .status(let code): code
        case .rejected(let code): code
        case .tooManyRequests: source == .backend ? 429 : nil
        case .modelMissing: 404
        case .connection, .firstTokenLate, .torn: nil
        }
    }

    fileprivate var text: String {
        switch kind {
        case .connection where stage == .connecting: "the backend could not be reached"
        case .connection: "the connection to the backend broke before an answer"
        case .status(let code): "the backend answered with status \(code)"
        case .tooManyRequests where source == .router: "as many connections to the backend are open as may be"
        case .tooManyRequests: "the backend had too many requests"
        case .modelMissing: "the backend did not have the model"
        case .firstTokenLate: "the backend sent no token in time"
        case .torn: "the answer broke off"
        case .rejected where source == .router: "the backend's dialect cannot say what was asked"
        case .rejected(let code): "the request was rejected with status \(code)"
        }
    }
}

extension Priority {
    var word: String {
        switch self {
        case .interactive: "interactive"
        case .normal: "normal"
        case .batch: "batch"
        }
    }
}
