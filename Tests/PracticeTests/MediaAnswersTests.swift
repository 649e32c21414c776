import Dialects
import Testing

@testable import Practice

@Suite struct MediaAnswersTests {
    private func ask(_ path: String, _ body: String) -> Ask {
        Ask("POST", path, body, only: .openAI, hasServices: true)
    }

    private static func part(_ head: String, _ content: String) -> String {
        "--XyZ\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(content)\r\n"
    }

    private static let model = part(#"name="model""#, "practice")
    private static let sound = part(#"name="file"; filename="a.wav""#, "RIFF\r\n\r\n--Xy")

    @Test func `a sound is as long as it is`() throws {
        let json = try ask("/v1/audio/transcriptions", Self.sound + Self.model + "--XyZ--\r\n").json
        #expect(json["text"] == "The practice model heard 12 bytes.")
        let text = Self.model + Self.sound + Self.part(#"name="response_format""#, "text") + "--XyZ--"
        #expect(ask("/v1/audio/translations", text).text == "The practice model heard 12 bytes.\n")
    }

    @Test(arguments: [
        model + sound, "what", model + "--XyZ--", sound + "--XyZ--", part(#"name="model""#, "x") + sound + "--XyZ--",
    ])
    func `a form that is none is refused`(body: String) {
        #expect(400...404 ~= ask("/v1/audio/transcriptions", body).status)
    }

    @Test func `pictures say what they were made of`() throws {
        let one = try ask("/v1/images/generations", #"{"model":"practice","prompt":"a cat","n":2}"#).json
        #expect(one["data"]?.array?.count == 2 && one["data"]?[0]?["b64_json"] == .string("QSBwaWN0dXJlOiBhIGNhdA=="))
        let edit = Self.model + Self.part(#"name="prompt""#, "blue") + Self.part(#"name="image"; filename="a""#, "PNG")
        #expect(try ask("/v1/images/edits", edit + "--XyZ--").json["data"]?.array?.count == 1)
    }

    @Test func `documents stand in the order in which they fit`() throws {
        let body = #"{"model":"practice","query":"a cat","documents":["a dog","a cat","fish"],"top_n":2}"#
        let results = try ask("/v1/rerank", body).json["results"]
        #expect(results?.array?.compactMap { $0["index"]?.integer } == [1, 0])
    }

    @Test func `a voice is its text behind a mark`() {
        let spoken = ask("/v1/audio/speech", #"{"model":"practice","input":"Hello"}"#)
        #expect(
            spoken.reply.contentType == "audio/mpeg" && spoken.text.hasPrefix("ID3") && spoken.text.hasSuffix("Hello")
        )
    }
}
