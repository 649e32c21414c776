/// About how many tokens a prompt is, for a client that asks where no backend counts them.
///
/// It is the number that routing goes by: four bytes of text are taken for a token, a picture for a flat number of them. It is
/// an estimate and its answer's head says so; the body has the only form that clients decode.
package struct TokenEstimate: Equatable, Sendable {
    package let tokens: Int

    /// - Throws: 400 when there is nothing to count.
    package init(_ request: InferenceRequest) throws(DialectError) {
        if request.isEmpty { throw DialectError(field: "messages", "is missing or empty") }
        tokens = max(request.promptTokens, 1)
    }

    package var body: [UInt8] {
        let answer: JSONValue = ["input_tokens": .number(JSONNumber(tokens))]
        return answer.encoded
    }
}
