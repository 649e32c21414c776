import Testing

@testable import Configuration

@Suite struct CommandLineTests {
    private func run(_ arguments: [String]) throws -> (command: String, settings: Settings, words: [String]) {
        guard case .run(let command, let settings, let words) = try Sample.read(arguments) else {
            throw Sample.NotRun()
        }
        return (command, settings, words)
    }

    @Test func `without a command the first one runs`() throws {
        #expect(try run([]).command == "serve")
        #expect(try run(["--port", "1"]).command == "serve")
        #expect(try run(["serve", "--port", "1"]).settings[Sample.port] == 1)
    }

    @Test func `a value follows the flag or its equals sign`() throws {
        #expect(try run(["--title", "a=b"]).settings[Sample.title] == "a=b")
        #expect(try run(["--title=a=b"]).settings[Sample.title] == "a=b")
        #expect(try run(["--title=--port"]).settings[Sample.title] == "--port")
        #expect(try run(["--tries", "-1"]).settings[Sample.tries] == -1)
    }

    @Test func `a yes-or-no flag takes no word after it`() throws {
        let play = try run(["config", "--json", "--loud=no"])
        #expect(play.settings[Sample.json])
        #expect(!play.settings[Sample.isLoud])
    }

    @Test func `what follows two dashes is no flag`() throws {
        let play = try run(["play", "--speed", "5", "chess", "--", "--port", "--"])
        #expect(play.command == "play")
        #expect(play.words == ["chess", "--port", "--"])
        #expect(play.settings[Sample.speed] == 5)
    }

    @Test(arguments: [
        (["--port"], "--port needs a value: --port PORT"), (["--port", "--host"], "--port needs a value: --port PORT"),
        (["confg"], #"unknown command "confg"; did you mean config?"#),
        (["-p", "1"], #"unknown flag "-p": flags begin with two dashes"#),
        (["--json"], "unknown flag --json"), (["play", "--port", "1"], "unknown flag --port"),
        (["--hlep"], "unknown flag --hlep; did you mean --help?"),
        (["serve", "extra"], #"unexpected argument "extra""#),
        (["--port", "1", "config"], #"unexpected argument "config": the command comes first, as in sample config"#),
        (["--port", "1", "--port", "2"], "--port: given more than once"), (["--", "x"], #"unexpected argument "x""#),
        (["tell"], #"unknown command "tell"; did you mean tell joke?"#),
        (["tell", "jok"], #"unknown command "tell jok"; did you mean tell joke?"#),
        (["tell", "--speed", "1"], #"unknown command "tell"; did you mean tell joke?"#),
        (["tell", "joke"], "JOKE is missing"), (["tell", "joke", "a", "b", "c"], #"unexpected argument "c""#),
        (["serve", "tell", "joke"], #"unexpected argument "tell": the command comes first, as in sample tell joke"#),
    ])
    func `a wrong command line is explained in one line`(arguments: [String], problem: String) {
        #expect(Sample.complaints(arguments).first == problem)
    }

    @Test func `a command may have several words, and arguments that must be there and that may`() throws {
        let one = try run(["tell", "joke", "--speed", "2", "knock"])
        #expect(one.command == "tell joke" && one.words == ["knock"] && one.settings[Sample.speed] == 2)
        #expect(try run(["tell", "joke", "knock", "you"]).words == ["knock", "you"])
        #expect(try run(["play"]).words == [] && run(["play", "a", "b", "c"]).words.count == 3)
    }

    @Test func `a command with flags of its own does not care about file and environment`() throws {
        let invocation = try Sample.read(["play"], environment: ["SAMPLE_X": "1"], files: [Sample.file: "nonsense"])
        guard case .run(let command, _, _) = invocation else { throw Sample.NotRun() }
        #expect(command == "play")
    }

    @Test func `help and version are printed whatever else is wrong`() throws {
        #expect(try Sample.said(["--version"]) == "sample 1.2.3\n")
        let overview = try Sample.said(["--help"])
        #expect(try Sample.said(["-h"]) == overview)
        #expect(try Sample.said(["help"]) == overview)
        #expect(try Sample.said(["--prot", "--help"]) == overview)
        #expect(try Sample.said(["play", "--help"]) == Sample.said(["help", "play"]))
        #expect(
            try Sample.said(["help", "tell", "joke"]).hasPrefix("Usage: sample tell joke [flags] JOKE [LISTENER]\n")
        )
    }

    @Test func `the overview shows every command and every setting with its default and its variable`() throws {
        let overview = try Sample.said(["--help"])
        for command in ["serve", "config", "play", "tell joke"] { #expect(overview.contains("\n  \(command)")) }
        for setting in Sample.all.map(\.declaration) {
            #expect(overview.contains("\n  \(setting.flag)"))
            #expect(overview.contains(setting.variable(prefix: "SAMPLE_")))
        }
        #expect(overview.contains("[default 90s; SAMPLE_WAIT_TIME]"))
        #expect(overview.contains("[default everywhere; repeatable; SAMPLE_HOST]"))
        #expect(overview.contains("/home/me/.config/sample/sample.conf, /etc/sample/sample.conf"))
        #expect(!overview.contains("--json"))
    }

    @Test func `help fits the terminal`() throws {
        for arguments in [["--help"], ["config", "--help"], ["play", "--help"]] {
            for line in try Sample.said(arguments).split(separator: "\n") { #expect(line.count <= HelpPage.columns) }
        }
    }

    @Test func `a command's help shows its own flags and points to the others`() throws {
        #expect(
            try Sample.said(["config", "--help"]) == """
                Usage: sample config [flags]

                Show the settings.

                Flags:
                  --json  As JSON.

                It takes every setting of sample as well: see sample --help.

                """
        )
        #expect(
            try Sample.said(["play", "--help"]) == """
                Usage: sample play [flags] [GAME...]

                Do nothing useful.

                Flags:
                  --speed N  How fast. [default 10]

                """
        )
    }
}
