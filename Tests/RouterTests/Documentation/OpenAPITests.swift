import Dialects
import Fleet
import HTTPEngine
import TestSupport
import Testing

@testable import Router

/// `Docs/API/openapi.json` against the router itself.
@Suite struct OpenAPITests {
    private let document: JSONValue
    private var schemas: JSONSchema { JSONSchema(document: document) }

    init() throws {
        document = try JSONValue(parsing: Array(DocumentPage("openapi.json").text.utf8))
    }

    private var paths: [JSONObject.Member] { document["paths"]?.object?.members ?? [] }

    // MARK: Routes and methods

    @Test func `every route of the router's own is in the document, and nothing else`() {
        let documented = Set(paths.map { Route(documented: $0.key) })
        let clients = Route.allCases.filter { $0.label.hasPrefix("/api/") || $0.label.hasPrefix("/v1/") }
        let own = Set(Route.allCases).subtracting(clients).filter { !$0.isCatchAll }
        #expect(documented == own)
        #expect(documented.count == paths.count)
    }

    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    func `a path is asked by the methods in the document and no others`(method: String) async throws {
        try await onStage({ $0.backends = [] }) { stage in
            for path in paths {
                let isDocumented = path.value[method.lowercased()] != nil
                let target = path.key.replacing("{", with: "").replacing("}", with: "")
                let answer = try await stage.ask(
                    "\(method) \(target) HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                    to: method == "HEAD" ? .head : .get
                )
                // What is not ours goes to a backend, and there is none.
                let isForwarded =
                    answer.status == 502 || answer.status == 503 && answer["Content-Type"]?.contains("json") == true
                #expect(
                    (answer.status != 405 && !isForwarded) == isDocumented,
                    "\(method) \(path.key): \(answer.status)"
                )
                let known = path.value[method.lowercased()]?["responses"]
                if isDocumented {
                    #expect(known?["\(answer.status)"] != nil, "\(method) \(path.key): \(answer.status)")
                }
            }
        }
    }

    // MARK: Examples

    @Test func `every example is what its schema says`() {
        var count = 0
        for path in paths {
            for operation in path.value.object?.members ?? [] {
                let body = operation.value["requestBody"]?["content"]
                let answers = operation.value["responses"]?.object?.members.map { $0.value["content"] } ?? []
                for content in answers + [body] {
                    for form in content?.object?.members ?? [] {
                        guard let example = form.value["example"], let schema = form.value["schema"] else { continue }
                        let complaints = schemas.complaints(about: example, schema)
                        #expect(complaints.isEmpty, "\(operation.key) \(path.key): \(complaints)")
                        count += 1
                    }
                }
            }
        }
        #expect(count >= 12)
    }

    @Test func `a value that is not as said is found out`() throws {
        let node: JSONValue = ["node": "a", "reason": 1]
        let complaints = schemas.complaints(about: node, ["$ref": "#/components/schemas/Eliminated"])
        #expect(complaints.count == 2)
        #expect(schemas.complaints(about: ["error": "a", "x": 1], ["$ref": "#/components/schemas/Error"]).count == 1)
        #expect(schemas.complaints(about: "a", ["$ref": "#/components/schemas/Nobody"]).count == 1)
        #expect(schemas.complaints(about: "a", ["type": "string", "enum": ["b"]]).count == 1)
    }

    // MARK: What the router says

    private func check(_ answer: RawAnswer, _ method: String, _ path: String) throws {
        let operation = try #require(document["paths"]?[path]?[method])
        let response = operation["responses"]?["\(answer.status)"]
        let schema = try #require(response?["content"]?["application/json"]?["schema"], "\(path): \(answer.status)")
        let complaints = schemas.complaints(about: try answer.json, schema)
        #expect(complaints.isEmpty, "\(method) \(path): \(complaints)")
    }

    private func ask(_ stage: Stage, _ target: String, as path: String) async throws {
        try check(try await stage.ask("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n"), "get", path)
    }

    @Test func `what the pages say is what the document says`() async throws {
        let backend = try await FakeBackend()
        try await onStage({ $0.backends = [] }) { stage in
            let beat = try #require(
                document["paths"]?["/fleet/heartbeat"]?["post"]?["requestBody"]?["content"]?["application/json"]?[
                    "example"
                ]
            )
            let taken = try await stage.ask(
                Stage.post("/fleet/heartbeat", String(decoding: beat.encoded, as: UTF8.self))
            )
            #expect(taken.status == 200, "\(taken.text)")
            try check(taken, "post", "/fleet/heartbeat")
            try stage.report("one", backend.address, ["practice"]) { $0.slots = 1 }
            let busy =
                #"{"version":1,"node":"b","busy":[{"cause":"camera"}],"thermal":"serious","machine":{"chip":"a"},"backends":[]}"#
            #expect(try await stage.ask(Stage.post("/fleet/heartbeat", busy)).status == 200)
            try check(try await stage.ask(Stage.post("/fleet/heartbeat", "{}")), "post", "/fleet/heartbeat")
            let answered = try await stage.ask(
                Stage.post(
                    "/api/chat",
                    #"{"model":"practice","messages":[{"role":"user","content":"a"}]}"#,
                    "X-Request-Id: one\r\n"
                )
            )
            #expect(answered.status == 200)
            _ = try await stage.ask(
                Stage.post("/api/chat", #"{"model":"nobody","messages":[]}"#, "X-Request-Id: none\r\n")
            )
            await stage.untilDone(1)
            try await ask(stage, "/fleet/nodes", as: "/fleet/nodes")
            try await ask(stage, "/fleet/status", as: "/fleet/status")
            try await ask(stage, "/fleet/requests", as: "/fleet/requests")
            try await ask(stage, "/fleet/requests?limit=x", as: "/fleet/requests")
            try await ask(stage, "/fleet/requests/one", as: "/fleet/requests/{id}")
            try await ask(stage, "/fleet/requests/none", as: "/fleet/requests/{id}")
            try await ask(stage, "/fleet/requests/never", as: "/fleet/requests/{id}")
            try await ask(stage, "/fleet/queue?limit=x", as: "/fleet/queue")
            for body in [
                #"{"model":"practice"}"#, #"{"model":"nobody"}"#, #"{"fallback_models":["practice"],"model":"x"}"#,
                "what",
            ] {
                try check(try await stage.ask(Stage.post("/fleet/route", body)), "post", "/fleet/route")
            }
        }
        await backend.stop()
    }

    @Test func `what is said of a node that waits for approval is what the document says`() async throws {
        try await onStage({ $0.enrolment = .approve }) { stage in
            let beat = #"{"version":1,"node":"a","id":"id-of-one","secret":"a secret of sixteen or more"}"#
            try check(try await stage.ask(Stage.post("/fleet/heartbeat", beat)), "post", "/fleet/heartbeat")
            try await ask(stage, "/fleet/nodes", as: "/fleet/nodes")
            for _ in 0..<2 {
                let approved = try await stage.ask(Stage.post("/fleet/nodes/a/approve", ""))
                try check(approved, "post", "/fleet/nodes/{name}/{order}")
            }
            try check(try await stage.ask(Stage.post("/fleet/heartbeat", beat)), "post", "/fleet/heartbeat")
        }
    }

    @Test func `what is answered to orders is what the document says`() async throws {
        let backend = try await FakeBackend()
        try await onStage({ options in
            options.backends = []
            options.probeInterval = .milliseconds(2)
        }) { stage in
            let add = { (body: String) in try await stage.ask("/fleet/backends", body) }
            try check(try await add(#"{"url":"\#(backend.endpoint)","name":"one"}"#), "post", "/fleet/backends")
            try check(try await add("{}"), "post", "/fleet/backends")
            try await ask(stage, "/fleet/backends", as: "/fleet/backends")
            try await ask(stage, "/fleet/nodes", as: "/fleet/nodes")
            for (name, order) in [("one", "drain"), ("one", "resume"), ("two", "drain")] {
                let turned = try await stage.ask("/fleet/nodes/\(name)/\(order)", "")
                try check(turned, "post", "/fleet/nodes/{name}/{order}")
            }
            _ = try await stage.ask("/fleet/heartbeat", #"{"version":1,"node":"two"}"#)
            for name in ["one", "two", "three"] {
                let removed = try await stage.ask("DELETE /fleet/backends/\(name) HTTP/1.1\r\nHost: a\r\n\r\n")
                try check(removed, "delete", "/fleet/backends/{name}")
            }
        }
        await backend.stop()
    }

    @Test func `what is said of those who wait is what the document says`() async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            let body = #"{"model":"llama3","messages":[{"role":"user","content":"a"}]}"#
            let first = try await stage.client()
            await first.send(Stage.post("/api/chat", body))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: body)
            let second = try await stage.client()
            await second.send(Stage.post("/api/chat", body))
            await stage.untilWaiting(1)
            try await ask(stage, "/fleet/queue", as: "/fleet/queue")
            try await ask(stage, "/fleet/requests", as: "/fleet/requests")
            try check(try await stage.ask(Stage.post("/fleet/route", body)), "post", "/fleet/route")
            await second.close()
            await peer.close()
        }
    }
}
