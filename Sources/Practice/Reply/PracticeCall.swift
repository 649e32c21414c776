import Dialects
import Telemetry

/// A request on its way to an answer: its body decoded, with what every dialect asks of it.
struct PracticeCall: Sendable {
    let body: JSONObject
    let now: WallTime
    let pace: PracticePace
    /// The only dialect the backend speaks, if it is one.
    let only: PracticeDialect?
    private let fixedLength: PracticeText.Length?

    init(
        _ request: PracticeRequest,
        to backend: PracticeBackend,
        at now: WallTime,
        isForm: Bool
    ) throws(PracticeError) {
        self.now = now
        pace = backend.pace
        only = backend.only
        fixedLength = backend.length
        if request.method != "POST" {
            body = JSONObject()
        } else {
            body = try isForm ? PracticeForm.object(request.body) : Self.object(request.body)
        }
    }

    private static func object(_ bytes: [UInt8]) throws(PracticeError) -> JSONObject {
        if bytes.isEmpty { throw .invalid("missing request body") }
        do throws(JSONFault) {
            guard let object = try JSONValue(parsing: bytes).object else {
                throw JSONFault(.notAnObject, at: 0)
            }
            return object
        } catch {
            throw .invalid("invalid JSON: \(error)")
        }
    }

    /// A member that is not null.
    subscript(_ key: String) -> JSONValue? {
        body[key].flatMap { $0.isNull ? nil : $0 }
    }

    /// The requested model, and the name it was asked for under, which the answer repeats.
    func model() throws(PracticeError) -> (model: PracticeModel, name: String) {
        guard let value = self["model"] ?? self["name"] else { throw .invalid("model is required") }
        guard let name = value.string else { throw .invalid("model must be a string") }
        if name.isEmpty { throw .invalid("model is required") }
        guard let model = PracticeModel(named: name) else { throw .unknownModel(name) }
        return (model, name)
    }

    func flag(_ key: String, default standard: Bool) throws(PracticeError) -> Bool {
        guard let value = self[key] else { return standard }
        guard let flag = value.bool else { throw .invalid("\(key) must be true or false") }
        return flag
    }

    func array(_ key: String) throws(PracticeError) -> [JSONValue] {
        guard let value = self[key] else { return [] }
        guard let array = value.array else { throw .invalid("\(key) must be an array") }
        return array
    }

    /// The first of the limits that is a positive number bounds the answer; `ignore_eos` makes that its length.
    func length(_ limits: JSONValue?...) -> PracticeText.Length {
        if let fixedLength { return fixedLength }
        let limit = limits.lazy.compactMap { $0?.integer }.first { $0 > 0 }
        let goesOn = (self["ignore_eos"] ?? self["options"]?["ignore_eos"])?.bool == true
        guard let limit else { return .natural }
        return goesOn ? .exactly(limit) : .atMost(limit)
    }

    /// What the model says to a prompt.
    ///
    /// - Parameter thinks: the client wants thoughts, too.
    func stream(
        _ voice: any PracticeVoice,
        _ prompt: PracticePrompt,
        _ length: PracticeText.Length,
        _ form: PracticeText.Form,
        thinks: Bool = false,
        calls: [PracticeToolCall] = []
    ) -> PracticeStream {
        stream(prompt, length, form, thinks: thinks, calls: calls, splitsCalls: voice.splitsCalls) { _ in voice }
    }

    /// The same in a voice that knows beforehand what will be said.
    func stream(
        _ prompt: PracticePrompt,
        _ length: PracticeText.Length,
        _ form: PracticeText.Form,
        thinks: Bool,
        calls: [PracticeToolCall],
        splitsCalls: Bool = true,
        voice: (PracticeAnswer) -> any PracticeVoice
    ) -> PracticeStream {
        let thought = thinks ? PracticePhrases.thoughtPieces.prefix(length.tokensMax) : []
        let text = PracticeText(seed: prompt.seed, length: length.after(thought.count), form: form)
        let answer = PracticeAnswer(text, thought: thought, calls: calls, splitsCalls: splitsCalls)
        return PracticeStream(
            voice: voice(answer),
            answer: answer,
            promptTokens: prompt.tokens,
            pace: pace,
            start: now
        )
    }

    /// The form of an answer: what a schema wants, any object, or prose that mentions what came with the prompt.
    func form(_ prompt: PracticePrompt, _ turn: PracticeTurn?, schema: JSONValue?, isJSON: Bool) -> PracticeText.Form {
        if let schema, schema.object != nil { return .instance(PracticeInstance(of: schema).text) }
        if isJSON { return .json }
        return .prose(remark: prompt.remark + (turn?.remark ?? ""))
    }

    /// Refuses what cannot be looked at, and what is too long for a server that cuts nothing off.
    func check(_ prompt: PracticePrompt) throws(PracticeError) {
        if prompt.images.contains(nil) {
            throw .invalid("the practice model fetches nothing: send pictures as base64 in the request")
        }
        guard let only, prompt.tokens > PracticeModel.contextLength else { return }
        if let error = only.overlong(prompt.tokens) { throw error }
    }

    /// The texts to embed, of a member that may be one text, several, one text as tokens, or several of those.
    func embeddingInputs(_ key: String) throws(PracticeError) -> [String] {
        guard let value = self[key] else { return [] }
        if let text = value.string { return [text] }
        guard let elements = value.array else { throw .invalid("invalid input type") }
        if !elements.isEmpty, elements.allSatisfy({ $0.number != nil }) { return [Self.text(ofTokens: elements)] }
        var texts: [String] = []
        for element in elements {
            if let text = element.string {
                texts.append(text)
            } else if let tokens = element.array, tokens.allSatisfy({ $0.number != nil }) {
                texts.append(Self.text(ofTokens: tokens))
            } else {
                throw .invalid("invalid input type")
            }
        }
        return texts
    }

    private static func text(ofTokens tokens: [JSONValue]) -> String {
        tokens.compactMap { $0.number?.text }.joined(separator: " ")
    }
}
