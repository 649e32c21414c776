import Testing

@testable import Dialects

@Suite struct FormModelTests {
    private static let type = "multipart/form-data; boundary=XyZ"

    private static func part(_ head: String, _ content: String) -> String {
        "--XyZ\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(content)\r\n"
    }

    private static let model = part(#"name="model""#, "whisper-1")
    private static let file = part(
        #"name="file"; filename="a.wav""#,
        "RIFF\r\n--Xy\r\n\r\nname=\"model\"\r\n" + String(repeating: "\r\n--X", count: 50)
    )

    /// - Returns: where it ended, and the name that was found.
    private func read(_ body: String, cuts: [Int] = [], type: String = type) throws -> (FormModel.Progress, String?) {
        var form = try #require(FormModel(contentType: type))
        let bytes = Array(body.utf8)
        for count in cuts + [bytes.count] {
            let progress = form.read(Array(bytes[..<count]).span)
            if progress != .needMore { return (progress, form.text(in: bytes.span)) }
        }
        return (.needMore, nil)
    }

    @Test(arguments: [
        model + file + "--XyZ--\r\n", file + model + "--XyZ--\r\n", "for nobody\r\n" + file + model + "--XyZ--",
    ])
    func `the model is found before and behind a file, wherever the form is cut`(body: String) throws {
        #expect(try read(body) == (.found, "whisper-1"))
        #expect(try read(body, cuts: Array(0...body.utf8.count)) == (.found, "whisper-1"))
        for cut in 0...body.utf8.count { #expect(try read(body, cuts: [cut]) == (.found, "whisper-1")) }
    }

    @Test func `it is found before the file has come`() throws {
        #expect(try read(Self.model + "--XyZ\r\nContent-Disp") == (.found, "whisper-1"))
    }

    @Test(arguments: [
        (file + "--XyZ--\r\n", FormModel.Progress.missing), ("--XyZ--", .missing), ("", .needMore), (file, .needMore),
        (part(#"name="model"; filename="model""#, "x") + "--XyZ--", .missing),
        (part(#"name="models""#, "x") + "--XyZ--", .missing), ("{\"model\":\"x\"}", .needMore),
        ("--XyZ\r\n" + String(repeating: "a", count: 9000), .malformed),
        (part(#"name="model"; x="\#(String(repeating: "a", count: 9000))""#, "x") + "--XyZ--", .malformed),
        ("--XyZ-\r\n\r\n", .malformed), (model.replacing("--XyZ", with: "--XyZ2"), .malformed),
        (part(#"name="file"; filename="a""#, "RIFF\r\n--XyZRIFF") + model, .malformed),
        (part(#"name="model"; filename*=UTF-8''a"#, "x") + "--XyZ--", .missing),
        (part(#"name="modèle""#, "x") + part(#"name="Model""#, "x") + "--XyZ--", .missing),
        (String(repeating: part("name=a", ""), count: 10_000) + model, .malformed),
        (String(repeating: part("name=a", ""), count: 1000) + "--XyZ--", .missing),
    ])
    func `where there is none, that is known`(body: String, expected: FormModel.Progress) throws {
        #expect(try read(body).0 == expected)
    }

    @Test(arguments: [
        #"Content-Disposition: form-data; name="model""#, "content-disposition:form-data;name=model",
        "Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; x=\"a;\\\" name=b\"; name=\"model\"",
    ])
    func `a field's name is found however it is written`(head: String) throws {
        #expect(try read("--XyZ\r\n\(head)\r\n\r\nm\r\n--XyZ--") == (.found, "m"))
    }

    @Test(arguments: ["qwen3:8b", "modèle-语音", "a\"b; name=\"c", " spaced ", "a\r\nb", "--Xy"])
    func `a name is what stands there, to the letter`(name: String) throws {
        #expect(try read(Self.part(#"name="model""#, name) + "--XyZ--") == (.found, name))
    }

    @Test func `what is too long for a name is found without reading on`() throws {
        let endless =
            "--XyZ\r\nContent-Disposition: form-data; name=model\r\n\r\n" + String(repeating: "a", count: 9000)
        let (progress, name) = try read(endless)
        #expect(progress == .found && name?.utf8.count == 8192)
        #expect(try read(endless + "\r\n--XyZ--").1 == name)
    }

    @Test func `the space behind a boundary is nobody's`() throws {
        #expect(try read(Self.model.replacing("--XyZ", with: "--XyZ \t") + "--XyZ--") == (.found, "whisper-1"))
    }

    @Test func `whatever bytes come are read to an end, and no cut changes what is found`() throws {
        var generator = SeededGenerator(seed: 11)
        let pieces = [
            "--XyZ", "\r\n", "\r\n\r\n", "--", "Content-Disposition: form-data", "; name=", "\"", "model", "a", "XyZ",
        ]
        for _ in 0..<2000 {
            let count = Int.random(in: 1...14, using: &generator)
            let body = "--XyZ\r\n" + (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let whole = try read(body)
            #expect(try read(body, cuts: Array(0...body.utf8.count)) == whole, "\(body)")
        }
    }

    @Test func `an empty name is found, and is empty`() throws {
        #expect(try read(Self.part(#"name="model""#, "") + "--XyZ--") == (.found, ""))
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=\"XyZ\"", true), ("Multipart/Form-Data; charset=utf-8; Boundary=XyZ", true),
        ("multipart/form-data", false), ("multipart/form-data; boundary=", false), ("application/json", false),
        ("multipart/form-data; boundary=\(String(repeating: "a", count: 71))", false),
    ])
    func `a form says how it is divided`(type: String, isForm: Bool) throws {
        #expect((FormModel(contentType: type) != nil) == isForm)
        if isForm { #expect(try read(Self.model + Self.file, type: type) == (.found, "whisper-1")) }
    }

    @Test func `the form with another name is the same form`() throws {
        let body = Self.file + Self.model + "--XyZ--\r\n"
        var form = try #require(FormModel(contentType: Self.type))
        _ = form.read(Array(body.utf8).span)
        let renamed = Array(form.pieces(of: Array(body.utf8), naming: "large").joined())
        #expect(String(decoding: renamed, as: UTF8.self) == body.replacing("whisper-1", with: "large"))
    }

    @Test func `a form without a name is given one`() throws {
        for preamble in ["", "for nobody\r\n"] {
            let rest = Self.file + "--XyZ--\r\n"
            let body = Array((preamble + rest).utf8)
            var form = try #require(FormModel(contentType: Self.type))
            #expect(form.read(body.span) == .missing)
            let named = String(decoding: Array(form.pieces(of: body, naming: "large").joined()), as: UTF8.self)
            #expect(named.hasPrefix(preamble) && named.hasSuffix(rest))
            #expect(try read(named) == (.found, "large"))
        }
    }

    @Test func `bytes are found as slowly looking finds them`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let wanted = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                UInt8.random(in: 0...2, using: &generator)
            }
            let bytes = (0..<40).map { _ in UInt8.random(in: 0...2, using: &generator) }
            let slow = (0...(bytes.count - wanted.count)).first { Array(bytes[$0..<($0 + wanted.count)]) == wanted }
            var place = 0
            let isFound = ByteSearch(wanted).find(in: bytes.span, from: &place)
            #expect((isFound ? place : nil) == slow)
        }
    }
}
