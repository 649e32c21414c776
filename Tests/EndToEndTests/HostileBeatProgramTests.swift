import Dialects
import HTTPEngine
import TestSupport
import Testing

/// Heartbeats of somebody who means harm, sent to the real router beside a real node that serves all the while.
@Suite(.serialized) struct HostileBeatProgramTests {
    private static let sound = #"""
        {"version":1,"node":"still","sequence":9223372036854775000,"run":7,"thermal":"fair","pressure":"normal","foreign_load":0.25,
        "busy":[{"cause":"presentation","policy":"avoid"}],"labels":["quiet"],"utc_offset":3600,"machine":{"chip":"a","memory":64},
        "backends":[{"name":"b","kind":"vllm","port":9,"slots":2,"running":0,"memory_total":9,"models":[{"name":"still","place":"disk"}]}]}
        """#

    @Test func `whatever is wrong in whatever field is a 400 that names it, changes nothing, and costs nobody else`()
        async throws
    {
        let (herding, node, backend) = try await began()
        let beats = try HostileBeats(as: "still")
        #expect(beats.unlimited.isEmpty && beats.cases.count > 50)
        let before = try await herding.shown()
        for (field, cases) in beats.cases {
            for hostile in cases {
                let answer = try await herding.beat(hostile.body)
                let said = answer.text
                #expect(
                    answer.status == 400 && said.contains(#""error":"\#(field)"#)
                        || said.contains(#""error":"secret must"#),
                    "\(field) \(answer.status) \(said.prefix(200)) to \(hostile.body.prefix(300))"
                )
            }
            #expect(try await herding.shown() == before, "\(field)")
            #expect(try await herding.generate()["X-Herd-Node"] == "studio", "\(field)")
        }
        await herding.end([node])
        await backend.stop()
    }

    @Test func `the schema has every member that the router reads`() throws {
        var read: Set<String> = []
        for file in ["Heartbeat+JSON", "NodeProof", "FleetPages"] {
            let text = try HostileBeats.file("Sources/Router/Control/Fleet/\(file).swift")
            let calls = [
                "string", "text", "count", "number", "share", "bytes", "bool", "word", "object", "objects",
                "encodedObject", "texts",
                "offset",
                "capabilities",
            ]
            for call in calls {
                for rest in text.split(separator: #".\#(call)(""#, omittingEmptySubsequences: false).dropFirst() {
                    read.insert(String(rest.prefix { $0 != "\"" }))
                }
            }
        }
        let names = try HostileBeats(as: "a").names
        #expect(read.count > 45 && read == names, "\(read.symmetricDifference(names))")
    }

    /// Each with what its complaint must say.
    private static let bodies: [(body: [UInt8], complaint: String)] =
        [
            ("", "an object"), ("[]", "an object"), ("nul", "JSON"), ("{", "JSON"), (#""a""#, "an object"),
            (#"{"version":1,"node":"still","foreign_load":NaN}"#, "JSON"),
            (#"{"version":1,"node":"still","foreign_load":-Infinity}"#, "JSON"),
            (#"{"version":1,"node":"still","foreign_load":0x1}"#, "JSON"),
            (#"{"version":1,"node":"still"}{}"#, "JSON"),
            ("{\"version\":1,\"node\":\"a\nb\"}", "JSON"), ("\u{FEFF}" + #"{"version":1,"node":"still"}"#, "JSON"),
            (#"{"version":2,"node":"still"}"#, "version 2"), (#"{"version":0,"node":"still"}"#, "version 0"),
            (#"{"version":9223372036854775807,"node":"still"}"#, "version 9223372036854775807"),
            (#"{"node":"still"}"#, "version must"), (#"{"version":1}"#, "node must"),
            (#"{"version":1,"node":""}"#, "node must"),
            (#"{"version":1,"node":"still","node":"studio"}"#, "node must be there once"),
            (#"{"version":1,"node":"still","secret":"a secret of sixteen or more"}"#, "id must"),
            (#"{"version":1,"node":"still","id":"short","secret":"a secret of sixteen or more"}"#, "id must"),
            (#"{"version":1,"node":"still","id":"long-enough","secret":"short"}"#, "secret must"),
            (#"{"version":1,"node":"still","id":"long-enough"}"#, "secret must"),
            (
                #"{"version":1,"node":"still","backends":[{"name":"b","address":"ftp://127.0.0.1:9"}]}"#,
                "backends[0].address must"
            ),
            (
                #"{"version":1,"node":"still","backends":[{"name":"b","address":"http://u:p@127.0.0.1:9"}]}"#,
                "backends[0].address must"
            ),
            (#"{"version":1,"node":"still","backends":[{"name":"b","key":"two words"}]}"#, "backends[0].key must"),
            (
                #"{"version":1,"node":"still","backends":[{"name":"b","models":[{"name":""}]}]}"#,
                "backends[0].models[0].name must"
            ),
        ].map { (Array($0.0.utf8), $0.1) } + [
            (Array(#"{"version":1,"node":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8), "JSON"),
            (Array(#"{"version":1,"node":""#.utf8) + [0xC0, 0x80] + Array(#""}"#.utf8), "JSON"),
            (Array(#"{"version":1,"node":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8), "JSON"),
            (Array(#"{"version":1,"node":"still""#.utf8) + [0] + Array("}".utf8), "JSON"),
            (Array(repeating: UInt8(ascii: "["), count: 1 << 20), "JSON"),
            (
                Array(#"{"version":1,"node":"still","more":"#.utf8) + Array(repeating: UInt8(ascii: "["), count: 600),
                "JSON"
            ),
        ]

    @Test func `a body that is none, and an identity that cannot be, are a 400`() async throws {
        let (herding, node, backend) = try await began()
        let before = try await herding.shown()
        for (body, complaint) in Self.bodies {
            let answer = try await herding.beat(body)
            let text = String(decoding: body.prefix(200), as: UTF8.self)
            #expect(
                answer.status == 400 && answer.text.contains(complaint),
                "\(answer.status) \(answer.text) to \(text)"
            )
        }
        #expect(try await herding.shown() == before)
        #expect(try await herding.generate()["X-Herd-Node"] == "studio")
        await herding.end([node])
        await backend.stop()
    }

    @Test func `a body without end is cut off, and one that is framed in two ways is not read`() async throws {
        let (herding, node, backend) = try await began()
        let before = try await herding.shown()
        let head = "POST /fleet/heartbeat HTTP/1.1\r\nHost: a\r\n"
        let chunk = "100000\r\n\(String(repeating: " ", count: 1 << 20))\r\n"
        for (sent, status) in [
            (head + "Content-Length: 8388609\r\n\r\n", 413),
            (head + "Content-Length: 99999999999999999999\r\n\r\n", 400),
            (head + "Content-Length: -1\r\n\r\n", 400),
            (head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
            (head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", 400),
            (head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", 400),
            (head + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 9), 413),
        ] {
            let client = try await RawPeer(to: herding.address, on: herding.group.loops[0])
            await client.send(sent)
            let answer = await client.readAnswer()
            #expect(answer.status == status, "\(sent.prefix(120)): \(answer.head)")
            await client.close()
        }
        #expect(try await herding.shown() == before)
        #expect(try await herding.generate()["X-Herd-Node"] == "studio")
        await herding.end([node])
        await backend.stop()
    }

    @Test func `numbers as large as they may be do not end the router`() async throws {
        let (herding, node, backend) = try await began()
        let beats = try HostileBeats(as: "greatest")
        #expect(try await herding.beat(beats.greatest).status == 200)
        for path in ["nodes", "status", "queue", "requests"] {
            #expect(try await herding.ask("/fleet/\(path)", nil).status == 200)
        }
        #expect(try await herding.ask("/metrics", nil).status == 200)
        #expect(try await herding.ask("/api/ps", nil).status == 200)
        let explained = try await herding.ask("/fleet/route", #"{"model":"greatest","prompt":"a"}"#)
        #expect(explained.status == 200 && explained.text.contains("greatest"))
        #expect(try await herding.generate()["X-Herd-Node"] == "studio")
        await herding.end([node])
        await backend.stop()
    }

    @Test func `nobody speaks for another, from elsewhere, for another fleet, or again`() async throws {
        let (herding, node, backend) = try await began()
        func beat(_ run: Int, _ sequence: Int, _ rest: String = "", secret: String = "a secret of sixteen or more")
            async throws
            -> RawAnswer
        {
            try await herding.beat(
                #"{"version":1,"node":"bound","id":"id-of-bound","secret":"\#(secret)","run":\#(run),"sequence":\#(sequence)\#(rest)}"#
            )
        }
        #expect(try await beat(5, 10, #","backends":[{"name":"b","port":9,"models":[{"name":"m"}]}]"#).status == 200)
        let before = try await herding.shown()
        var answers = [
            (try await beat(5, 11, secret: "another secret of sixteen"), 403, "other_secret"),
            (try await herding.beat(#"{"version":1,"node":"bound","leaving":true}"#), 403, "unproven"),
            (try await beat(5, 11, #","fleet":"others","leaving":true"#), 403, "other_fleet"),
            (try await beat(5, 10, #","draining":true"#), 409, "heartbeat"),
            (try await beat(5, 9, #","draining":true"#), 409, "heartbeat"),
            (try await beat(5, 0, #","backends":[]"#), 409, "heartbeat"),
        ]
        for host in ["10.0.0.9:11434", "169.254.169.254", "[2001:db8::1]:80", "nobody.invalid:80", "0.0.0.0:80"] {
            let answer = try await beat(5, 11, #","backends":[{"name":"b","address":"http://\#(host)"}]"#)
            answers.append((answer, 403, "foreign_address"))
        }
        for (answer, status, reason) in answers {
            #expect(
                answer.status == status && answer.text.contains(#""reason":"\#(reason)""#),
                "\(answer.status) \(answer.text)"
            )
        }
        #expect(try await herding.shown() == before)
        #expect(try await beat(6, 1).status == 200)
        #expect(try await beat(5, 12, #","draining":true"#).status == 409)
        #expect(try await herding.shown() == before)
        #expect(try await herding.generate()["X-Herd-Node"] == "studio")
        await herding.end([node])
        await backend.stop()
    }

    /// A router with a real node that serves, and one that spoke once.
    private func began() async throws -> (Herding, RunningProgram, FakeBackend) {
        let backend = try await FakeBackend()
        let herding = try await Herding(["--late-after", "1h", "--offline-after", "2h"])
        let node = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        #expect(try await herding.beat(Self.sound).status == 200)
        return (herding, node, backend)
    }
}

extension Herding {
    fileprivate func beat(_ body: String) async throws -> RawAnswer { try await beat(Array(body.utf8)) }

    fileprivate func beat(_ body: [UInt8]) async throws -> RawAnswer {
        let client = try await RawPeer(to: address, on: group.loops[0])
        let head = "POST /fleet/heartbeat HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n"
        await client.send(Array(head.utf8) + body)
        let answer = await client.readAnswer()
        await client.close()
        return answer
    }

    /// What the router says of all nodes, but for how long ago it was; of the one that goes on speaking only who it is.
    fileprivate func shown() async throws -> [String] {
        try await nodes().map { node in
            if node["node"]?.string == "studio" { return "studio \(node["state"]?.string ?? "")" }
            let members = node.object?.members.filter { $0.key != "heard_ago" } ?? []
            return String(decoding: JSONValue.object(JSONObject(members)).encoded, as: UTF8.self)
        }
    }
}
