import Dialects

/// What became of a backend that was added, from the answer of `POST /fleet/backends`.
struct AddedView {
    private static let modelsShown = 8

    private let answer: JSONValue
    private let url: String
    private let name: String

    init?(_ answer: JSONValue) {
        guard let url = answer["url"]?.string, let name = answer["name"]?.string else { return nil }
        self.answer = answer
        self.url = url
        self.name = name
    }

    var text: String {
        var lines = found.map(\.plain)
        if answer["kept"]?.bool == false {
            lines.append("The router keeps nothing (data-dir), so this ends with it.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var found: [String] {
        let reason = answer["reason"]?.string ?? "it has not been asked"
        let takeBack = "Take it back with: herd nodes remove \(name)"
        switch answer["state"]?.string {
        case "ready":
            return ["Added \(name): \(answer["kind"]?.string ?? "a server") at \(url), with \(models)."]
        case "silent":
            return [
                "Added \(name), but nothing answers at \(url): \(reason).",
                "It will be found once it does. \(takeBack)",
            ]
        case "not_ready":
            return ["Added \(name): \(answer["kind"]?.string ?? "a server") at \(url), which is not ready: \(reason)."]
        case "unknown":
            return [
                "Added \(name), but what answers at \(url) is of no known kind: --type says which it is.", takeBack,
            ]
        default: return ["Added \(name) at \(url): \(reason)."]
        }
    }

    private var models: String {
        let names = answer["models"]?.array?.compactMap(\.string) ?? []
        if names.isEmpty { return "no models yet" }
        let shown = names.prefix(Self.modelsShown).joined(separator: ", ")
        let more = names.count - Self.modelsShown
        let list = more > 0 ? "\(shown) and \(more) more" : shown
        return names.count == 1 ? "the model \(list)" : "\(names.count) models: \(list)"
    }
}
