import Routing

/// As they stand on the page of metrics.
extension DispatchTally.End {
    var label: String {
        switch self {
        case .completed: "completed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .expired: "expired"
        case .modelUnknown: "refused_model_unknown"
        case .unsuitable: "refused_unsuitable"
        case .answered: "answered"
        case .unavailable: "refused_unavailable"
        case .laneFull: "refused_lane_full"
        case .routerFull: "refused_router_full"
        }
    }
}

extension DispatchTally.AttemptEnd {
    var label: String {
        switch self {
        case .completed: "completed"
        case .cancelled: "cancelled"
        case .connection: "connection"
        case .status: "status"
        case .tooManyRequests: "too_many_requests"
        case .modelMissing: "model_missing"
        case .firstTokenLate: "first_token_late"
        case .torn: "torn"
        case .rejected: "rejected"
        }
    }
}

extension Priority {
    var label: String {
        switch self {
        case .interactive: "interactive"
        case .normal: "normal"
        case .batch: "batch"
        }
    }
}
