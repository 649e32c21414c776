import Configuration
import Dialects

/// A request as `POST /fleet/route` wants it: whose answer would be wanted, but no prompt.
struct RouteQuestion {
    let path: String
    let body: [UInt8]
    let fields: [(name: String, value: String)]

    init(_ model: String, _ settings: Settings) {
        path = "/fleet/route?path=/api/chat&prompt_tokens=\(settings[HerdSettings.promptTokens])"
        var request: JSONObject = ["model": .string(model)]
        if let context = settings[HerdSettings.context] {
            request.append("options", ["num_ctx": .number(JSONNumber(context))])
        }
        body = JSONValue.object(request).encoded
        let labels = settings[HerdSettings.label]
        fields =
            [("X-Herd-Priority", settings[HerdSettings.priority].rawValue)]
            + (labels.isEmpty ? [] : [("X-Herd-Labels", labels.joined(separator: ","))])
    }
}
