import Testing

@testable import Configuration

@Suite struct ComplaintTests {
    @Test(arguments: [
        ("prot = 1", #":1: unknown setting "prot"; did you mean port?"#),
        ("zzzzzzz = 1", #":1: unknown setting "zzzzzzz""#),
        ("port = x", #":1: port expects a port from 0 to 65535, not "x""#),
        ("port =", ":1: port expects a port from 0 to 65535, not nothing"),
        ("port = 1\nport = 1", ":2: port was set on line 1 already"), ("config = /x", #":1: unknown setting "config""#),
        ("json = yes", #":1: unknown setting "json""#),
        ("peer = http://me:pw@box", #":1: peer expects a URL such as http://127.0.0.1:11434, not "http://***@box""#),
        ("\ncolour = gren", #":2: colour expects red, green or blue, not "gren""#),
    ])
    func `a bad line names the file, the line, the key and what is expected`(text: String, problem: String) {
        #expect(Sample.complaints(files: [Sample.file: text]) == [Sample.file + problem])
    }

    @Test func `a bad variable is named, also one that nobody knows`() {
        let environment = [
            "SAMPLE_PORT": "x", "SAMPLE_TRIS": "1", "SAMPLE_JSON": "1", "SAMPLE_HOST": "a,b c", "OTHER": "x",
            "SAMPLE_NODE_X": "1",
        ]
        #expect(
            Sample.complaints(environment: environment) == [
                "SAMPLE_JSON: no setting has this variable",
                "SAMPLE_TRIS: no setting has this variable; did you mean SAMPLE_TRIES?",
                #"SAMPLE_PORT: expects a port from 0 to 65535, not "x""#,
                #"SAMPLE_HOST: expects a host name or an IP address, not "b c""#,
            ]
        )
    }

    @Test func `everything that is wrong is reported at once, the command line first`() {
        let complaints = Sample.complaints(
            ["--prot", "1", "--tries", "10", "--wait-time"],
            environment: ["SAMPLE_X": "1"],
            files: [Sample.file: "what\nsize-max = 0\nsize-max = 2k\n"]
        )
        #expect(
            complaints == [
                "unknown flag --prot; did you mean --port?",
                "--wait-time needs a value: --wait-time DURATION",
                #"--tries: expects a whole number from -1 to 9, not "10""#,
                "SAMPLE_X: no setting has this variable",
                "\(Sample.file):1: expected key = value",
                "\(Sample.file):3: size-max was set on line 2 already",
            ]
        )
    }

    @Test func `a value that a higher layer overrides must be right all the same`() {
        #expect(Sample.complaints(["--port", "1"], files: [Sample.file: "port = x"]).count == 1)
    }

    @Test func `a mistake on the command line ends with 64, one elsewhere with 78`() {
        func code(_ arguments: [String], _ file: String) -> Int32? {
            let error = #expect(throws: SettingsError.self) { try Sample.read(arguments, files: [Sample.file: file]) }
            return error?.exitCode
        }
        #expect(code(["--what"], "") == 64)
        #expect(code(["--what"], "x") == 64)
        #expect(code([], "x") == 78)
    }

    @Test func `an error says where help is when the command line is at fault`() {
        let wrong = #expect(throws: SettingsError.self) { try Sample.read(["config", "--colour", "x", "--port", "y"]) }
        #expect(
            wrong?.description == """
                sample: --port: expects a port from 0 to 65535, not "y"
                sample: --colour: expects red, green or blue, not "x" (see sample config --help)
                """
        )
    }

    @Test func `a secret is in no message`() {
        let secret = Setting("pin", .integer(in: 0...1), default: 0, group: "g", isSecret: true, help: "h")
        let config = Sample.config
        let program = Program(
            "s",
            version: "1",
            summary: "",
            folder: "s",
            configuration: config,
            commands: [Command("a", summary: "", settings: [secret, config])]
        )
        let error = #expect(throws: SettingsError.self) {
            try program.read(["--pin", "hush"], in: Sample.surroundings) { _ throws(FileFailure) in nil }
        }
        #expect(error?.description == "s: --pin: expects a whole number from 0 to 1, not something else (see s --help)")
    }

    @Test func `foreign text in a message stays on one line and is not endless`() {
        let complaint = Sample.complaints(["--port", "a\n\u{1B}[2J" + String(repeating: "x", count: 500)])[0]
        #expect(complaint.count < 150)
        #expect(!complaint.contains { $0.isNewline || $0 == "\u{1B}" })
    }

    @Test(arguments: [
        ("prot", "port"), ("por", "port"), ("ports", "port"), ("wait", "wait-time"), ("color", "colour"),
        ("wiat-time", "wait-time"), ("tokn", "token"),
    ])
    func `the nearest name is found`(written: String, meant: String) {
        #expect(NearestName.of(written, among: Sample.all.map(\.declaration.name)) == meant)
    }

    @Test func `a name far from all others has no nearest`() {
        #expect(NearestName.of("zebra", among: ["port", "host"]) == nil)
        #expect(NearestName.of("wait", among: ["wait-time", "wait-more"]) == nil)
        #expect(NearestName.of("", among: ["port"]) == nil)
    }
}
