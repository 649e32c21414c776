import Fleet
import HTTPEngine
import Router
import Routing
import TestSupport
import Testing

/// A router whose backends a test has report what it likes, as probes or agents would.
extension Stage {
    func report(
        _ node: String,
        _ address: SocketAddress,
        resident: [String] = [],
        onDisk: [String] = [],
        kind: BackendKind = .ollama
    ) throws {
        var report = BackendReport(name: "\(node)-b", kind: kind)
        report.address = "http://\(address)"
        report.slots = 4
        let models = resident.map { ($0, ModelReport.Place.resident) } + onDisk.map { ($0, .disk) }
        report.models = try models.map { spelling, place in
            var model = ModelReport(try #require(ModelName(spelling)), place)
            model.spelling = spelling
            model.size = .gigabytes(1)
            return model
        }
        router.desk.report(report, node: node)
    }

    /// The answer to a request with a body.
    func ask(_ path: String, _ body: String, _ fields: String = "") async throws -> RawAnswer {
        let client = try await client()
        await client.send(
            "POST \(path) HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        let answer = await client.readAnswer()
        await client.close()
        return answer
    }
}
