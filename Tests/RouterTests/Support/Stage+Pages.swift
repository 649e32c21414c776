import Dialects
import Fleet
import HTTPEngine
import Router
import Routing
import TestSupport
import Testing

extension Stage {
    /// Tells the router what a backend has, as a probe or an agent would.
    func report(
        _ node: String,
        _ address: SocketAddress,
        _ models: [String] = ["llama3"],
        _ change: (inout BackendReport) -> Void = { _ in }
    ) throws {
        var report = BackendReport(name: "\(node)-b", kind: .ollama)
        report.address = "http://\(address)"
        report.slots = 1
        report.models = try models.map { spelling in
            var model = ModelReport(try #require(ModelName(spelling)), .resident)
            model.spelling = spelling
            return model
        }
        change(&report)
        router.desk.report(report, node: node)
    }

    /// One request on a connection of its own.
    func ask(_ request: String, to method: HTTPEngine.Method = .get) async throws -> RawAnswer {
        let client = try await client()
        await client.send(request)
        let answer = await client.readAnswer(to: method)
        await client.close()
        return answer
    }

    func get(_ path: String) async throws -> JSONValue {
        try await ask("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n").json
    }

    func preview(_ body: String, _ query: String = "", _ fields: String = "") async throws -> JSONValue {
        try await ask(Self.post("/fleet/route\(query)", body, fields)).json
    }

    /// Until the desk has as many in its lines.
    func untilWaiting(_ count: Int) async {
        while router.desk.read({ dispatcher, _ in dispatcher.waiting }) != count { await loop.ask {} }
    }

    /// No ticket is left: a client has its answer a moment before the desk hears of it.
    func untilSettled() async {
        while router.desk.read({ dispatcher, _ in dispatcher.ticketCount }) != 0 { await loop.ask {} }
    }

    static func post(_ path: String, _ body: String, _ fields: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    static func answer(_ text: String, type: String = "application/json") -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }
}

extension RawAnswer {
    var json: JSONValue {
        get throws { try JSONValue(parsing: body) }
    }
}

extension JSONValue {
    /// The elements of a list.
    func list(_ key: String) -> [JSONValue] { self[key]?.array ?? [] }

    func texts(_ key: String, of member: String) -> [String?] { list(key).map { $0[member]?.string } }
}
