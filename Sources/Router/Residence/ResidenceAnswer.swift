import Dialects
import HTTPEngine
import Telemetry

/// What Ollama answers when a model was loaded or unloaded and nothing was generated, in the router's own words.
struct ResidenceAnswer {
    enum Reason: String {
        case load, unload
    }

    private let model: String
    private let isChat: Bool
    private let reason: Reason

    init(_ inference: InferenceRequest, _ reason: Reason) {
        model = inference.model
        isChat = inference.call.kind == .chat
        self.reason = reason
    }

    func send(to exchange: Exchange) async {
        await exchange.respond(200, "application/json; charset=utf-8", bytes(at: SystemTime().wallTime))
    }

    func bytes(at time: WallTime) -> [UInt8] {
        var object: JSONObject = ["model": .string(model), "created_at": .string(time.rfc3339)]
        if isChat {
            object["message"] = ["role": "assistant", "content": ""]
        } else {
            object["response"] = ""
        }
        object["done"] = true
        object["done_reason"] = .string(reason.rawValue)
        return JSONValue.object(object).encoded
    }
}
