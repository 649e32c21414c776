import Dialects
import HTTPEngine
import Telemetry

/// What a client is sent while its request waits, its model loads or its prompt is read.
struct WaitingSign: SignOfLife {
    /// When a client gets it.
    struct Terms {
        let after: LoopSpan
        let interval: LoopSpan

        /// Nil for never.
        init?(_ options: RouterOptions) {
            guard let after = options.keepAliveAfter else { return nil }
            self.after = LoopSpan(after)
            interval = LoopSpan(options.keepAliveInterval)
        }
    }

    private let call: InferenceCall
    private let model: String

    /// Nil where no stream is wanted.
    init?(_ inference: InferenceRequest) {
        guard inference.isStreamed, inference.call.generates else { return nil }
        call = inference.call
        model = inference.model
    }

    var contentType: String { call.streamType }

    func bytes() -> [UInt8] { call.signOfLife(model, at: SystemTime().wallTime.rfc3339) }
}
