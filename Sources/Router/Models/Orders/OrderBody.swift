import Dialects
import Fleet
import HTTPEngine

/// The body of a request about models: the few members of it that decide where it goes, and the bytes as they came.
///
/// Ollama does not mind the case of members' names; nor does this, and what is there twice is refused, so that both see the same.
struct OrderBody: Sendable {
    /// Why it cannot be carried out.
    struct Fault: Error {
        /// Nil when nobody waits for the answer.
        let failure: Failure?

        init(_ status: UInt16, _ text: String) { failure = Failure(status, text) }
        init(_ fault: BodyFault) { failure = fault == .left ? nil : Failure(fault) }

        func end(_ exchange: Exchange) async -> ModelHandler.Ending {
            guard let failure else { return .relayed(Forwarder.Outcome(end: .clientLeft)) }
            await failure.send(to: exchange)
            return .answered
        }
    }

    let bytes: [UInt8]
    private let object: JSONObject

    init(of exchange: Exchange, max: Int) async throws(Fault) {
        if let failure = Failure(compressed: exchange) { throw Fault(failure.status, failure.text) }
        do throws(BodyFault) {
            switch try await exchange.collectBody(upTo: max) {
            case .none: bytes = []
            case .whole(let all): bytes = all
            case .begun: throw BodyFault.tooLarge(max: UInt64(max))
            }
        } catch {
            throw Fault(error)
        }
        object = try Self.object(bytes)
    }

    init(_ bytes: [UInt8]) throws(Fault) {
        self.bytes = bytes
        object = try Self.object(bytes)
    }

    private static func object(_ bytes: [UInt8]) throws(Fault) -> JSONObject {
        if bytes.isEmpty { throw Fault(400, "missing request body") }
        let value: JSONValue
        do throws(JSONFault) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw Fault(400, "The body is not valid JSON: \(error)")
        }
        guard let object = value.object else { throw Fault(400, "The body must be a JSON object") }
        var seen: Set<String> = []
        for member in object.members where !seen.insert(member.key.lowercased()).inserted {
            throw Fault(400, "\"\(member.key)\" is there twice")
        }
        return object
    }

    private func member(_ key: String) -> JSONObject.Member? {
        object.members.first { $0.key.lowercased() == key && !$0.value.isNull }
    }

    // MARK: What it says

    /// The model it is about, as it was written. Older clients call it the name.
    func model() throws(Fault) -> (text: String, name: ModelName) {
        for key in ["model", "name"] {
            if let member = member(key), member.value != "" { return try name(member) }
        }
        throw Fault(400, "model is required")
    }

    func name(_ key: String) throws(Fault) -> (text: String, name: ModelName) {
        guard let member = member(key) else { throw Fault(400, "\(key) is required") }
        return try name(member)
    }

    /// Nil when it is not there, or no name.
    func model(in key: String) -> ModelName? { member(key)?.value.string.flatMap { ModelName($0) } }

    private func name(_ member: JSONObject.Member) throws(Fault) -> (text: String, name: ModelName) {
        guard let text = member.value.string else { throw Fault(400, "\(member.key) must be a text") }
        guard let name = ModelName(text) else {
            throw Fault(400, "\(member.key) must be a name of 1 to \(ModelName.lengthMax) bytes")
        }
        return (text, name)
    }

    /// The hashes of the files that a new model is made of.
    var digests: [String] {
        ["files", "adapters", "draft_files"].flatMap { key in
            member(key)?.value.object?.members.compactMap(\.value.string) ?? []
        }
    }

    // MARK: Passing it on

    /// For a backend that calls the model so. What is right already stays as it was written.
    func bytes(naming spelling: String, in keys: [String] = ["model", "name"]) -> [UInt8] {
        guard let member = keys.lazy.compactMap({ self.member($0) }).first, member.value.string != spelling else {
            return bytes
        }
        var changed = object
        changed[member.key] = .string(spelling)
        return JSONValue.object(changed).encoded
    }
}
