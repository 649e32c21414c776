import Testing

@testable import Dialects

/// The watcher against a reader that decodes everything and looks afterwards.
@Suite struct AnswerDifferentialTests {
    /// Those that mean something, each once, and one that does not.
    private static let names: [String] = {
        let words = AnswerExample.all.flatMap { $0.text.split(separator: "\"").map(String.init) }
        return Set(words).filter { AnswerKey(Array($0.utf8)) != .other }.sorted() + ["other"]
    }()

    /// An object that is full of names that mean something, mostly in the wrong places.
    private func tree(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 5 ? 6 : 10), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .number(JSONNumber(.random(in: 0...9999, using: &random)))
        case 3: return ""
        case 4: return .string(Self.names.randomElement(using: &random) ?? "")
        case 5: return .string("\"\\done\":\n true}{")
        case 6: return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in tree(&random, depth: depth + 1) })
        default: return object(&random, depth: depth)
        }
    }

    private func object(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            object[Self.names.randomElement(using: &random) ?? ""] = tree(&random, depth: depth + 1)
        }
        return .object(object)
    }

    private func isText(_ value: JSONValue?) -> Bool { !(value?.string ?? "").isEmpty }

    private func hasObject(_ value: JSONValue?) -> Bool { value?.array?.contains { $0.object != nil } ?? false }

    /// What an Ollama line says, by decoding it.
    private func hasContent(ollama line: JSONValue) -> Bool {
        let message = line["message"]
        return isText(line["response"]) || isText(line["thinking"]) || isText(message?["content"])
            || isText(message?["thinking"]) || hasObject(message?["tool_calls"])
    }

    private func hasContent(openAI data: JSONValue) -> Bool {
        let choices = data["choices"]?.array ?? []
        return isText(data["delta"])
            || choices.contains { choice in
                let delta = choice["delta"]
                let texts = ["content", "reasoning", "reasoning_content", "refusal"]
                return isText(choice["text"]) || texts.contains { isText(delta?[$0]) }
                    || hasObject(delta?["tool_calls"])
                    || delta?["function_call"]?.object != nil
            }
    }

    private func hasError(_ value: JSONValue) -> Bool { value["error"]?.object != nil || isText(value["error"]) }

    @Test func `random lines mean the same to both`() {
        var random = SeededGenerator(seed: 0x5eed_0006)
        var (begun, complete, failed) = (0, 0, 0)
        for _ in 0..<4000 {
            var members = object(&random, depth: 0).object ?? JSONObject()
            if Int.random(in: 0..<4, using: &random) == 0 { members["done"] = true }
            let line = JSONValue.object(members)
            let bytes = line.encoded + [0x0A]
            let seen = Watched(.ollama, .lines, bytes, cuts: [Int.random(in: 0...bytes.count, using: &random)])
            #expect(seen.hasBegun == hasContent(ollama: line))
            #expect(seen.isComplete == (line["done"] == true))
            #expect(seen.hasError == hasError(line))
            #expect(seen.usage.promptTokens == line["prompt_eval_count"]?.integer)
            #expect(seen.usage.outputTokens == line["eval_count"]?.integer)
            begun += seen.hasBegun ? 1 : 0
            complete += seen.isComplete ? 1 : 0
            failed += seen.hasError ? 1 : 0
        }
        #expect(begun > 50 && complete > 20 && failed > 20)
    }

    @Test func `random events mean the same to both`() {
        var random = SeededGenerator(seed: 0x5eed_0007)
        var (begun, counted) = (0, 0)
        for _ in 0..<4000 {
            var data = object(&random, depth: 0).object ?? JSONObject()
            if Bool.random(using: &random) {
                let inner = object(&random, depth: 2)
                data["choices"] = [["index": 0, "delta": inner, "text": tree(&random, depth: 3)]]
            }
            if Bool.random(using: &random) {
                data["usage"] = ["prompt_tokens": tree(&random, depth: 2), "x": object(&random, depth: 2)]
            }
            data["type"] = nil
            let value = JSONValue.object(data)
            let bytes = Array("data: ".utf8) + value.encoded + [0x0A, 0x0A]
            let seen = Watched(.openAI, .events, bytes, cuts: [Int.random(in: 0...bytes.count, using: &random)])
            #expect(seen.hasBegun == hasContent(openAI: value))
            #expect(seen.hasError == hasError(value))
            let prompt =
                [value["usage"]?["prompt_tokens"], value["usage"]?["input_tokens"]]
                + [value["response"]?["usage"]?["input_tokens"]]
            #expect(prompt.contains { $0?.integer != nil } == (seen.usage.promptTokens != nil))
            begun += seen.hasBegun ? 1 : 0
            counted += seen.usage.promptTokens == nil ? 0 : 1
        }
        #expect(begun > 50 && counted > 5)
    }
}

extension AnswerKey {
    fileprivate init(_ name: [UInt8]) {
        self.init(name.span)
    }
}
