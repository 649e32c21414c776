import Testing

@testable import Configuration

@Suite struct ConfigurationFileTests {
    private func entries(_ text: String) -> [String] {
        let file = ConfigurationFile(bytes: Array(text.utf8), path: "f")
        #expect(file.problems.isEmpty)
        return file.entries.map { "\($0.origin.description.dropFirst(2)) \($0.name)=\($0.text)" }
    }

    private func problems(_ bytes: [UInt8]) -> [String] {
        ConfigurationFile(bytes: bytes, path: "f").problems.map(\.description)
    }

    @Test func `lines, blanks and comments`() {
        let text = "# a comment\n\n  port = 1\t\nhost=a # why\n\t# more\nurl = http://a/#b\nlast = x"
        #expect(entries(text) == ["3 port=1", "4 host=a", "6 url=http://a/#b", "7 last=x"])
    }

    @Test func `a mark of the byte order and the line ends of other systems are no obstacle`() {
        #expect(entries("\u{FEFF}port = 1\r\nhost = a\r\n") == ["1 port=1", "2 host=a"])
    }

    @Test func `quotes keep blanks, signs and escapes`() {
        #expect(entries(#"a = " x # y " # z"#) == ["1 a= x # y "])
        #expect(entries(#"a = "say \"hi\"\\\n\t.""#) == ["1 a=say \"hi\"\\\n\t."])
        #expect(entries(#"a = 'C:\new'"#) == [#"1 a=C:\new"#])
        #expect(entries(#"a = """#) == ["1 a="])
    }

    @Test func `an equals sign in a value belongs to the value`() {
        #expect(entries("a = b=c") == ["1 a=b=c"])
        #expect(entries("a =") == ["1 a="])
    }

    @Test(arguments: [
        ("port 1", "expected key = value"), ("= 1", "the key before = is missing"),
        ("[server]", "sections are not used here: write key = value"), (#"a = "x"#, "the quote is not closed"),
        (#"a = "x\"#, "the quote is not closed"),
        (#"a = "x" y"#, "nothing but a # comment may follow the closing quote"),
        (#"a = "\q""#, #"only \" \\ \n and \t are known in double quotes"#), ("a = \u{1}", "holds a control character"),
        ("a = b\rc = d", "holds a control character"),
    ])
    func `a line that cannot be read is named by its number`(line: String, problem: String) {
        #expect(problems(Array("ok = 1\n\(line)\n".utf8)) == ["f:2: \(problem)"])
    }

    @Test func `bytes that are no text are named by their line, and the rest is read`() {
        let file = ConfigurationFile(bytes: Array("a = 1\nb = ".utf8) + [0xFF] + Array("\nc = 3\n".utf8), path: "f")
        #expect(file.problems.map(\.description) == ["f:2: is not UTF-8 text"])
        #expect(file.entries.map(\.name) == ["a", "c"])
    }

    @Test func `every bad line is reported, not only the first`() {
        #expect(problems(Array("x\ny\n= z\n".utf8)).count == 3)
    }
}
