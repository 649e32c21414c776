import Fleet
import HTTPEngine
import Probing
import Testing

@testable import NodeAgent

@Suite struct ServerBookTests {
    private let place = Endpoint(host: "127.0.0.1", port: 11_434)
    private let start = Instant(nanoseconds: 0)

    private func report(
        _ models: [String] = ["llama3"],
        kind: BackendKind = .ollama,
        running: Int? = nil
    ) throws -> ProbeFinding {
        var report = BackendReport(name: "as the probe calls it", kind: kind)
        report.running = running
        report.models = try models.map { ModelReport(try #require(ModelName($0)), .disk) }
        return .report(report)
    }

    @Test func `a server is found once, and named by what it is and where`() throws {
        let book = Book()
        #expect(book.take(try report(), of: place, at: start) == (.server, .found))
        #expect(book.take(try report(), of: place, at: start) == (.server, .none))
        #expect(book.book.servers.map(\.report.name) == ["ollama-11434"])
        #expect(book.book.servers[0].report.isReachable == true)
    }

    @Test func `a server elsewhere keeps its address as its name`() throws {
        let book = Book()
        _ = book.take(try report(kind: .vllm), of: Endpoint(host: "10.0.0.9", port: 8000), at: start)
        #expect(book.book.servers.map(\.report.name) == ["10.0.0.9:8000"])
    }

    @Test func `other models are news, the same ones are not`() throws {
        let book = Book()
        _ = book.take(try report(), of: place, at: start)
        #expect(book.take(try report(["llama3", "qwen3"]), of: place, at: start).1 == .models)
        #expect(book.take(try report(["llama3", "qwen3"], running: 2), of: place, at: start).1 == .none)
    }

    /// As vLLM does.
    @Test func `a server that writes the time of the question into each model's entry tells no news by it`() throws {
        let book = Book()
        let news = try [1_790_000_000, 1_790_000_003].map { created in
            guard case .report(var report) = try self.report(kind: .vllm) else { return ServerBook.News.none }
            report.models?[0].card = ModelCard(.openAI, Array(#"{"created":\#(created)}"#.utf8))
            return book.take(.report(report), of: place, at: start).1
        }
        #expect(news == [.found, .none])
    }

    @Test func `one that falls silent is told of as not reachable, found again, or forgotten in the end`() throws {
        let book = Book()
        _ = book.take(try report(running: 1), of: place, at: start)
        #expect(book.take(.silent("refused"), of: place, at: start) == (.nobody, .lost("refused")))
        #expect(book.book.servers[0].report.isReachable == false && book.book.servers[0].report.running == nil)
        #expect(book.take(.silent("refused"), of: place, at: start + 599) == (.nobody, .none))
        let forgetful = Book(book.book)
        #expect(forgetful.take(.silent("refused"), of: place, at: start + 600) == (.nobody, .none))
        #expect(forgetful.book.servers.isEmpty)
        #expect(book.take(try report(), of: place, at: start + 601).1 == .found)
        #expect(book.book.servers[0].report.isReachable == true)
    }

    @Test func `nobody at a port, or somebody else, is no news`() {
        let book = Book()
        #expect(book.take(.silent("refused"), of: place, at: start) == (.nobody, .none))
        #expect(book.take(.notThat, of: place, at: start) == (.stranger, .none))
        #expect(book.book.servers.isEmpty)
    }

    @Test func `one that does not answer as it did is not reachable, and at the second look gone`() throws {
        let book = Book()
        _ = book.take(try report(), of: place, at: start)
        #expect(book.take(.notThat, of: place, at: start) == (.nobody, .lost("it does not answer as it did")))
        #expect(book.book.servers.map(\.report.isReachable) == [false])
        #expect(book.take(.notThat, of: place, at: start) == (.stranger, .gone))
        #expect(book.book.servers.isEmpty)
    }

    @Test func `they rest when each says that it does`() throws {
        let book = Book()
        #expect(book.book.rest == true)
        _ = book.take(try report(running: 0), of: place, at: start)
        #expect(book.book.rest == true)
        _ = book.take(try report(), of: Endpoint(host: "127.0.0.1", port: 8080), at: start)
        #expect(book.book.rest == nil)
        _ = book.take(try report(running: 1), of: Endpoint(host: "127.0.0.1", port: 1234), at: start)
        #expect(book.book.rest == false)
    }
}

/// A book whose changes can be expected.
private final class Book {
    var book: ServerBook

    init(_ book: ServerBook = ServerBook()) {
        self.book = book
    }

    func take(_ finding: ProbeFinding, of endpoint: Endpoint, at now: Instant) -> (ServerBook.Look, ServerBook.News) {
        book.take(finding, of: endpoint, at: now)
    }
}
