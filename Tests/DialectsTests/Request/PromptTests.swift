import Fleet
import Testing

@testable import Dialects

@Suite struct PromptTests {
    private func request(_ messages: String, _ path: String = "/v1/chat/completions") throws -> InferenceRequest {
        try Asked(path, "{\"model\":\"m\",\"messages\":[\(messages)]}").request
    }

    private func prefix(_ messages: String, _ path: String = "/v1/chat/completions") throws -> [PrefixMark] {
        try request(messages, path).prefix
    }

    private func message(_ number: Int) -> String {
        "{\"role\":\"\(number % 2 == 0 ? "user" : "assistant")\",\"content\":\"message number \(number)\"}"
    }

    private func conversation(_ count: Int) -> String { (0..<count).map(message).joined(separator: ",") }

    // MARK: Tokens

    @Test func `four bytes of text are a token`() throws {
        let text = String(repeating: "word", count: 1000)
        let chat = try request(#"{"role":"user","content":""# + text + #""}"#)
        #expect((1000...1010).contains(chat.promptTokens))
        let generate = try Asked("/api/generate", #"{"model":"m","prompt":""# + text + #""}"#).request
        #expect(generate.promptTokens == 1000)
        let embed = try Asked("/api/embed", #"{"model":"m","input":[""# + text + #"",""# + text + #""]}"#).request
        #expect((2000...2002).contains(embed.promptTokens))
    }

    @Test func `tokens that are numbers already are counted`() throws {
        for (input, tokens) in [("[1,22,333]", 3), ("[[1,2],[3],[]]", 3), ("[]", 0), ("[[],[[4]]]", 1), ("7", 1)] {
            let request = try Asked("/v1/embeddings", "{\"model\":\"m\",\"input\":\(input)}").request
            #expect(request.promptTokens == tokens)
        }
        let going = try Asked("/api/generate", #"{"model":"m","context":[1,2,3],"prompt":"four"}"#).request
        #expect(going.promptTokens == 4)
    }

    @Test(arguments: [
        ("/api/chat", #"{"role":"user","content":"","images":["DATA"]}"#),
        (
            "/v1/chat/completions",
            #"{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,DATA"}}]}"#
        ),
        ("/v1/messages", #"{"content":[{"type":"image","source":{"type":"base64","data":"DATA"}}]}"#),
        (
            "/v1/messages",
            #"{"content":[{"content":[{"type":"image","source":{"data":"DATA"}}],"type":"tool_result"}]}"#
        ),
        ("/v1/chat/completions", #"{"content":[{"input_audio":{"data":"DATA"},"type":"input_audio"}]}"#),
        ("/v1/chat/completions", #"{"content":[{"type":"file","file":{"file_data":"DATA"}}]}"#),
    ])
    func `an image costs the same whatever its size`(path: String, message: String) throws {
        let tokens = try [5000, 400_000].map { size in
            let data = String(repeating: "A", count: size)
            return try request(message.replacing("DATA", with: data), path).promptTokens
        }
        #expect(tokens[0] == tokens[1])
        #expect((PromptReader.attachmentTokens...PromptReader.attachmentTokens + 20).contains(tokens[0]))
    }

    @Test func `a document in plain text is text`() throws {
        let text = String(repeating: "word", count: 5000)
        let document = #"{"content":[{"type":"document","source":{"type":"text","data":"TEXT"}}]}"#
        #expect(try request(document.replacing("TEXT", with: text), "/v1/messages").promptTokens > 5000)
        let input = #"{"content":[{"type":"tool_use","id":"t","input":{"image":"a.png","file":"TEXT"}}]}"#
        #expect(try request(input.replacing("TEXT", with: text), "/v1/messages").promptTokens > 5000)
    }

    @Test func `tools and the system prompt are read too`() throws {
        let bare = try Asked("/v1/messages", #"{"model":"m","messages":[]}"#).request
        #expect(bare.promptTokens == 0 && bare.prefix.isEmpty)
        let text = String(repeating: "word", count: 100)
        let full = try Asked(
            "/v1/messages",
            #"{"model":"m","messages":[],"system":""# + text + #"","tools":[{"name":""# + text + #""}]}"#
        ).request
        #expect((200...210).contains(full.promptTokens))
        #expect(full.prefix.map(\.tokens) == [full.promptTokens])
    }

    @Test func `odd messages are counted and do no harm`() throws {
        for message in ["1", "null", "[]", "\"text\"", "{}", #"{"content":7}"#, #"{"content":[[],1,"a",null,{}]}"#] {
            #expect(try prefix(message).count == 1)
        }
        let deep = String(repeating: #"{"content":["#, count: 200) + String(repeating: "]}", count: 200)
        #expect(try prefix(deep).count == 1)
        #expect(try Asked("/api/chat", #"{"model":"m","messages":{"a":1},"system":{}}"#).request.prefix.count <= 1)
    }

    // MARK: Marks

    @Test func `the next turn goes on where this one ended`() throws {
        let one = try prefix(conversation(3))
        let two = try prefix(conversation(5))
        #expect(Array(two.prefix(3)) == one)
        #expect(Set(two.map(\.hash)).count == 5)
        #expect(zip(two, two.dropFirst()).allSatisfy { $0.tokens < $1.tokens })
    }

    @Test func `another word anywhere before it changes a mark`() throws {
        let one = try prefix(conversation(4))
        let other = try prefix([0, 7, 2, 3].map(message).joined(separator: ","))
        #expect(one[0] == other[0])
        for index in 1..<4 { #expect(one[index].hash != other[index].hash) }
    }

    @Test(arguments: [
        (#"{"role":"user","content":"a"}"#, #"{ "content" : "a", "role":"user" , "name":null }"#),
        (#"{"role":"user","content":"a"}"#, #"{"role":"user","content":[{"type":"text","text":"a"}]}"#),
        (
            #"{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}"#,
            #"{"role":"user","content":"a"}"#
        ),
        (#"{"role":"user","content":"a"}"#, #"{"role":"user","content":"a","images":null}"#),
    ])
    func `the same said in another way is the same`(one: String, other: String) throws {
        #expect(try prefix(one).map(\.hash) == prefix(other).map(\.hash))
    }

    @Test(arguments: [
        (#"{"role":"user","content":"a"}"#, #"{"role":"assistant","content":"a"}"#),
        (#"{"role":"user","content":"a"}"#, #"{"role":"user","content":"b"}"#),
        (#"{"content":[{"text":"a"},{"text":"b"}]}"#, #"{"content":[{"text":"b"},{"text":"a"}]}"#),
        (#"{"content":[{"text":"a"},{"text":"b"}]}"#, #"{"content":"ab"}"#),
        (#"{"content":"","images":["a"]}"#, #"{"content":"","images":["b"]}"#),
        (#"{"content":[{"type":"image","source":"a"}]}"#, #"{"content":[{"type":"image","source":"b"}]}"#),
        (#"{"tool_calls":[1]}"#, #"{"tool_calls":[2]}"#), (#"{"x":"y"}"#, #"{"y":"x"}"#),
    ])
    func `what means something else is something else`(one: String, other: String) throws {
        #expect(try prefix(one).map(\.hash) != prefix(other).map(\.hash))
    }

    @Test func `the model is no part of the prompt, tools and system prompt are`() throws {
        func hash(_ members: String) throws -> UInt64? {
            try Asked("/v1/messages", "{\(members),\"messages\":[\(message(0))]}").request.prefix.last?.hash
        }
        let one = try hash(#""model":"m""#)
        #expect(try hash(#""model":"n""#) == one)
        #expect(try hash(#""model":"m","stream":true,"max_tokens":1"#) == one)
        #expect(try hash(#""model":"m","system":"s""#) != one)
        #expect(try hash(#""model":"m","tools":[1]"#) != one)
        #expect(try hash(#""model":"m","system":"s""#) == hash(#""system":[{"type":"text","text":"s"}],"model":"m""#))
    }

    @Test func `a growing prompt shares the pieces it had`() throws {
        let text = String((0..<9000).map { Character(UnicodeScalar(UInt8(97 + $0 * $0 % 26))) })
        func prefix(_ count: Int) throws -> [PrefixMark] {
            try Asked("/v1/completions", "{\"model\":\"m\",\"prompt\":\"\(text.prefix(count))\"}").request.prefix
        }
        let one = try prefix(5000)
        let two = try prefix(9000)
        #expect(one.map(\.tokens) == [512, 1024, 1250])
        #expect(two.prefix(2) == one.prefix(2))
        #expect(two.count == 5)
    }

    // MARK: Many marks

    @Test func `there are never too many, and the next turn always finds its way`() {
        var turns: [[PrefixMark]] = []
        var marks = PromptMarks()
        for number in 0..<700 {
            marks.absorb(UInt64(number))
            marks.mark(tokens: number)
            turns.append(marks.all)
        }
        for number in turns.indices.dropLast(12) {
            let now = turns[number]
            #expect(now.count <= PromptMarks.countMax && now.last?.tokens == number)
            #expect(number < 4 || now.prefix(4).map(\.tokens) == [0, 1, 2, 3])
            for growth in [1, 2, 7, 12] where number + growth < turns.count {
                let next = turns[number + growth].filter { $0.tokens <= number }
                #expect(Set(next).isSubset(of: now))
                // The end of this turn is known to the next, unless that brought more than is kept dense.
                if growth < 12 { #expect(next.last == now.last) }
            }
        }
    }

    @Test func `a long conversation still knows its middle`() throws {
        let prefix = try prefix(conversation(400))
        #expect(prefix.count > 20)
        let gaps = zip(prefix, prefix.dropFirst()).map { $1.tokens - $0.tokens }
        #expect((gaps.max() ?? 0) < (prefix.last?.tokens ?? 0) / 6)
    }

    @Test func `hashes stay what they are`() {
        #expect(PromptHash.hash("") != PromptHash.hash("\0"))
        let texts = (0...40).map { String(repeating: "a", count: $0) }
        #expect(Set(texts.map { PromptHash.hash($0) }).count == texts.count)
        let flips = (0..<40).map { place in String((0..<40).map { $0 == place ? "b" : "a" }) }
        #expect(Set(flips.map { PromptHash.hash($0) }).count == flips.count)
        #expect(PromptHash.hash("llama") == 16_233_448_458_200_097_296)
    }
}
