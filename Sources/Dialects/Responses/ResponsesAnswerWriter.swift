import Fleet

/// Writes a whole answer as a response.
struct ResponsesAnswerWriter {
    let object: ResponsesObject

    func write(_ answer: ChatAnswer, at elapsed: Seconds) -> [UInt8] {
        let items = items(of: answer)
        let isCut = answer.reason.incompleteness != nil
        let output = items.map { item in
            var writer = JSONWriter(capacity: item.text.utf8.count + 256)
            item.write(isCut && item.index == items.count - 1 ? .cut : .whole, to: &writer)
            return writer.bytes
        }
        var writer = JSONWriter(capacity: output.reduce(1024) { $0 + $1.count })
        object.write(.ended(answer.reason, at: elapsed), output, answer.usage, to: &writer)
        return writer.bytes
    }

    /// In the order a model works. An answer without any has one that says nothing.
    private func items(of answer: ChatAnswer) -> [ResponsesItem] {
        var items: [ResponsesItem] = []
        if !answer.thinking.isEmpty || !answer.signature.isEmpty {
            var item = ResponsesItem(.reasoning, index: 0, of: object.stamp)
            item.text = answer.thinking
            item.signature = answer.signature
            items.append(item)
        }
        if !answer.text.isEmpty || items.isEmpty && answer.calls.isEmpty {
            var item = ResponsesItem(.message, index: items.count, of: object.stamp)
            item.text = answer.text
            item.logprobs = answer.logprobs ?? ""
            items.append(item)
        }
        for var call in answer.calls {
            if call.arguments.isEmpty { call.arguments = "{}" }
            items.append(ResponsesItem(call, index: items.count, of: object.stamp))
        }
        return items
    }
}
