import Dialects
import HTTPEngine

/// An order that every Ollama with the model carries out.
enum FleetOrder: Sendable {
    case delete
    case copy(to: String)

    enum Result: Equatable, Sendable {
        case done
        case missing
        /// In words to follow the machine's name.
        case failed(String)
    }

    /// Of what an Ollama says of a failure.
    private static let reasonMax = 300

    /// What has been done to the model.
    var past: String {
        switch self {
        case .delete: "deleted"
        case .copy: "copied"
        }
    }

    /// As Ollama says it.
    func missing(_ model: String) -> String {
        switch self {
        case .delete: "model '\(model)' not found"
        case .copy: "model \"\(model)\" not found"
        }
    }

    /// - Parameter spelling: as this Ollama calls the model.
    func carryOut(by fetch: Fetch, _ spelling: String) async -> Result {
        do throws(Fetch.Fault) {
            let answer = try await ask(fetch, spelling)
            if answer.status < 300 { return .done }
            if answer.status == 404 { return .missing }
            let said = (try? JSONValue(parsing: answer.body))?["error"]?.string
            return .failed("it answered \(answer.status)" + (said.map { ": \($0.prefix(Self.reasonMax))" } ?? ""))
        } catch {
            return .failed(error.words)
        }
    }

    private func ask(_ fetch: Fetch, _ spelling: String) async throws(Fetch.Fault) -> Fetch.Answer {
        switch self {
        case .delete:
            let body: JSONObject = ["model": .string(spelling)]
            return try await fetch.delete("/api/delete", json: JSONValue.object(body).encoded)
        case .copy(let target):
            let body: JSONObject = ["source": .string(spelling), "destination": .string(target)]
            return try await fetch.post("/api/copy", json: JSONValue.object(body).encoded)
        }
    }
}

extension Fetch.Fault {
    /// Without an address.
    fileprivate var words: String {
        switch self {
        case .unreachable: "cannot be reached"
        case .late: "did not answer in time"
        case .tooLarge, .malformed: "its answer cannot be read"
        case .cut: "closed the connection without an answer"
        }
    }
}
