/// How the next token is chosen. Nil is what the client did not say: the model's own default holds.
struct ChatSampling: Equatable, Sendable {
    var temperature: JSONNumber?
    var topP: JSONNumber?
    var topK: JSONNumber?
    var minP: JSONNumber?
    var seed: JSONNumber?
    var frequencyPenalty: JSONNumber?
    var presencePenalty: JSONNumber?
    var repeatPenalty: JSONNumber?
    /// By token, which is why only servers of the same model understand it.
    var logitBias: JSONValue?
}

extension JSONNumber? {
    /// Where nought is what happens when nothing is said.
    var isSaid: Bool { self?.double ?? 0 != 0 }
}
