import Configuration
import Fleet
import HTTPEngine
import Router
import Testing

@testable import herd

@Suite struct ConfiguredBackendTests {
    private func read(_ arguments: [String], environment: [String: String] = [:], file: String = "") throws -> Settings
    {
        let surroundings = Surroundings(platform: .linux, environment: environment, home: "/h")
        let invocation = try HerdSettings.program.read(arguments, in: surroundings) { _ throws(FileFailure) in
            Array(file.utf8)
        }
        guard case .run(_, let settings, _) = invocation else { throw CancellationError() }
        return settings
    }

    private func complaint(_ file: String) -> String? {
        do {
            _ = try read([], file: file)
            return nil
        } catch {
            return "\(error)".replacing("herd: /h/.config/herd/herd.conf", with: "")
        }
    }

    @Test func `what stands behind a backend's address becomes its terms`() throws {
        let line =
            "http://10.0.0.5:11434/x  name=studio labels=gpu,big handicap=-500ms cost-tier=2 slots=4 type=vllm "
            + "key-file=/k models=a:1,b"
        let options = RouterOptions(try read([], file: "backend = \(line)\nbackend = http://10.0.0.6"))
        #expect(options.backends.map(\.description) == ["http://10.0.0.5:11434/x", "http://10.0.0.6"])
        let terms = try #require(options.terms[options.backends[0]])
        #expect(terms.node == "studio" && terms.labels == ["gpu", "big"])
        #expect(terms.handicap == -0.5 && terms.costTier == 2 && terms.slots == 4)
        #expect(terms.kind == .vllm && terms.keyFile == "/k" && terms.models == ["a:1", "b"])
        #expect(options.terms[options.backends[1]] == BackendTerms())
    }

    @Test func `a backend is written back as it would be read`() throws {
        let text =
            "http://a:1/b name=n labels=x,y handicap=-2s cost-tier=0 slots=1 type=llama-router models=m,n:1 key-file=/k"
        let settings = try read(["--backend", text])
        #expect(SettingsReport(settings).text.contains("\(text)  --backend"))
    }

    @Test func `an address of https is another, with its own port and authorities`() throws {
        let options = RouterOptions(try read([], file: "backend = http://a\nbackend = https://a ca-file=/c"))
        #expect(options.backends.map(\.description) == ["http://a", "https://a"])
        #expect(options.backends.map(\.port) == [80, 443])
        #expect(options.terms[options.backends[1]]?.caFile == "/c")
    }

    @Test func `a variable holds several although their labels have commas`() throws {
        let settings = try read([], environment: ["HERD_BACKEND": "http://a labels=x,y , http://b:2,http://c name=c"])
        #expect(
            settings[HerdSettings.backend].map { [$0.address.host, $0.terms.labels?.sorted().joined(), $0.terms.node] }
                == [["a", "xy", nil], ["b", nil, nil], ["c", nil, "c"]]
        )
    }

    @Test(arguments: [
        (
            "weight=2",
            "has the unknown term weight=2: there are name, labels, handicap, cost-tier, slots, type, models, key-file, "
                + "ca-file"
        ),
        ("gpu", "has the unknown term gpu"), ("name=a name=b", "has name twice"),
        ("handicap=2", "has a wrong handicap: it takes seconds with their unit"), ("slots=0", "has a wrong slots"),
        ("labels=a,,b", "has a wrong labels"), ("cost-tier=-1", "has a wrong cost-tier"),
        ("handicap=2h", "has a wrong handicap"),
        ("type=chat", "has a wrong type: it takes one of ollama, llama-server"),
        ("models=a,,b", "has a wrong models"), ("ca-file=/c", "has a ca-file, which is for https"),
    ])
    func `a wrong term is named with its line and with what would be right`(terms: String, problem: String) throws {
        let said = try #require(complaint("port = 1\nbackend = http://a \(terms)\n"))
        #expect(said.hasPrefix(":2: backend \"http://a \(terms)\" \(problem)"), "\(said)")
    }

    @Test func `an address that is none, or there twice, is a mistake`() throws {
        let wrong = try #require(complaint("backend = ftp://a name=b"))
        #expect(wrong.hasPrefix(":1: backend expects a URL such as http://127.0.0.1:11434, and behind it"), "\(wrong)")
        let twice = try #require(complaint("backend = http://a\nbackend = http://b\nbackend = http://a:80/ name=x"))
        #expect(twice == #":3: backend "http://a:80/ name=x" is the second backend at that address"#)
    }
}
