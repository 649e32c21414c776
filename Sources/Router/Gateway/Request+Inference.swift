import Dialects
import Fleet
import HTTPEngine
import Routing

extension Request {
    init(_ inference: InferenceRequest, _ terms: InferenceTerms, bytes: Int, at now: Instant) {
        self.init(models: inference.models, client: terms.client, promptTokens: inference.promptTokens)
        priority = terms.priority
        outputMax = inference.outputMax
        isLoad = inference.purpose == .load
        if inference.purpose == .answer { calls = inference.call.inAnyWay }
        if !inference.call.generates || isLoad { outputExpected = 0 }
        hasStandIn = inference.call.kind == .tokenCount
        contextAsked = inference.contextAsked
        capabilities = inference.capabilities
        labels = terms.labels
        session = inference.session
        prefix = inference.prefix
        deadline = terms.deadline.map { now + $0 }
        self.bytes = ByteCount(Int64(bytes))
    }
}

extension AttemptResult {
    /// What the end of an attempt says to the desk; nil when the client left, who settles nothing.
    init?(_ end: RelayEnd, status: UInt16, _ watch: AnswerWatch?) {
        switch end {
        case .clientLeft: return nil
        case .complete where status < 400:
            let failed = AttemptFailure(stage: .streaming, kind: .torn)
            self =
                watch?.saysThatItFailed == true ? .failed(failed) : .completed(watch?.usage ?? Usage(outputTokens: 0))
        case .complete: self = .failed(AttemptFailure(source: .client, stage: .streaming, kind: .rejected(Int(status))))
        case .declined where watch?.isInexpressible == true:
            self = .failed(AttemptFailure(source: .router, stage: .connecting, kind: .rejected(400)))
        case .declined(let held) where watch?.call.isDoubtful == true && [404, 501].contains(held.status):
            // It says nothing of the model that the backend does not know the call.
            self = .failed(AttemptFailure(source: .router, stage: .connecting, kind: .rejected(Int(held.status))))
        case .declined(let held) where !held.isWorthAnotherTry:
            self = .failed(AttemptFailure(source: .client, stage: .waiting, kind: .rejected(Int(held.status))))
        case .declined(let held): self = .failed(AttemptFailure(stage: .waiting, kind: .init(status: held.status)))
        case .torn: self = .failed(AttemptFailure(stage: .streaming, kind: .torn))
        case .refused: self = .failed(AttemptFailure(source: .client, stage: .waiting, kind: .rejected(400)))
        case .stale: self = .failed(AttemptFailure(stage: .waiting, kind: .connection))
        case .failed(let fault): self = .failed(AttemptFailure(fault))
        }
    }
}

extension AttemptFailure.Kind {
    fileprivate init(status: UInt16) {
        switch status {
        case 404: self = .modelMissing
        case 429: self = .tooManyRequests
        default: self = .status(Int(status))
        }
    }
}

extension AttemptFailure {
    fileprivate init(_ fault: UpstreamFault) {
        switch fault {
        case .tooManyConnections: self.init(source: .router, stage: .connecting, kind: .tooManyRequests)
        case .unreachable, .connectTimeout: self.init(stage: .connecting, kind: .connection)
        case .firstByteTimeout, .firstTokenTimeout: self.init(stage: .waiting, kind: .firstTokenLate)
        case .clientLeft, .closed, .stalled, .malformed, .cut, .incomplete, .reported:
            self.init(stage: .waiting, kind: .connection)
        }
    }
}
