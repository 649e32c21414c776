import Dialects
import Fleet
import Testing

@testable import Router

@Suite struct HeartbeatJSONTests {
    private func read(_ text: String) throws -> Heartbeat {
        try Heartbeat(FieldReader(JSONValue(parsing: Array(text.utf8))))
    }

    @Test func `a heartbeat is read with all it says`() throws {
        let beat = try read(
            #"""
            {"version":1,"node":"studio","sequence":7,"run":3,"draining":false,"thermal":"fair","pressure":"warning",
            "foreign_load":0.25,"labels":["gpu","home"],"habits":false,"utc_offset":-18000,
            "machine":{"chip":"M2 Max","processors":12,"memory":96,"disk_free":9,"on_battery":true,"charge":0.5},"busy":[{"cause":"camera"},{"cause":"habit","chance":0.3}],
            "backends":[{"name":"o","kind":"ollama","address":"http://10.0.0.5:11434","reachable":true,"slots":2,"running":1,
            "waiting":0,"memory_total":64,"memory_free":32,"memory_bandwidth":4e11,"capabilities":["chat","unheard of"],
            "handicap":-1.5,"cost_tier":1,"models":[{"name":"Llama3:8b","digest":"sha256:ab","place":"resident","size":10,
            "resident_size":12,"context_length":4096,"context_max":8192,"capabilities":["chat","tools"],"expires_in":300,
            "pinned":true},{"name":"b","place":"loading","loaded":0.5},{"name":"c"}]}],"from the future":{"a":[1]}}
            """#
        )
        #expect(beat.node == "studio" && beat.sequence == 7 && beat.run == 3 && beat.isDraining == false)
        #expect(beat.thermal == .fair && beat.pressure == .warning && beat.foreignLoad == 0.25)
        #expect(beat.labels == ["gpu", "home"])
        #expect(beat.busy == [BusyFlag(cause: .camera), BusyFlag(cause: .habit, policy: .avoid, chance: 0.3)])
        #expect(beat.mindsHabits == false && beat.utcOffset == -18_000)
        let machine = try #require(beat.machine)
        #expect(machine.chip == "M2 Max" && machine.processors == 12 && machine.memory == ByteCount(96))
        #expect(machine.diskFree == ByteCount(9) && machine.isOnBattery == true && machine.charge == 0.5)
        let backend = try #require(beat.backends?.first)
        #expect(backend.kind == .ollama && backend.address == "http://10.0.0.5:11434" && backend.slots == 2)
        #expect(backend.memoryFree == ByteCount(32) && backend.memoryBandwidth == BytesPerSecond(4e11))
        #expect(backend.capabilities == .chat && backend.handicap == Seconds(-1.5) && backend.costTier == 1)
        let model = try #require(backend.models?.first)
        #expect(model.name == ModelName("llama3:8b") && model.spelling == "Llama3:8b")
        #expect(model.contextLength == 4096 && model.residentSize == ByteCount(12) && model.isPinned == true)
        #expect(model.expiresIn == Seconds(300) && model.digest == ModelDigest("ab"))
    }

    @Test func `a server's own words come as they are, if they are not too long`() throws {
        let long = String(repeating: "x", count: ModelCard.announcedMax)
        let beat = try read(
            #"""
            {"version":1,"node":"a","backends":[{"name":"o","models":[
            {"name":"a","card":{"form":"ollama","listed":{"size":1.50,"own":[null]},"resident":{"size_vram":2}}},
            {"name":"b","card":{"form":"lm-studio"}},
            {"name":"c","card":{"form":"openai","listed":{"id":"\#(long)"}}}]}]}
            """#
        )
        let cards = try #require(beat.backends?.first?.models).map(\.card)
        let resident = Array(#"{"size_vram":2}"#.utf8)
        #expect(cards[0] == ModelCard(.ollama, Array(#"{"size":1.50,"own":[null]}"#.utf8), resident: resident))
        #expect(cards[1] == ModelCard(.lmStudio, []) && cards[2] == ModelCard(.openAI, []))
    }

    @Test func `what a heartbeat leaves out is unknown`() throws {
        let beat = try read(#"{"version":1,"node":"a","thermal":null}"#)
        #expect(beat.thermal == nil && beat.busy == nil && beat.backends == nil && beat.foreignLoad == nil)
    }

    @Test(arguments: [
        ("[]", "The body must be an object"),
        (#"{"version":1}"#, "node must be the node's name"),
        (
            #"{"version":1,"node":"a","backends":[{"name":"o","models":[{"name":"m","card":{"listed":{}}}]}]}"#,
            #"backends[0].models[0].card.form must be one of "ollama", "openai", "lm-studio""#
        ),
        (
            #"{"version":1,"node":"a","backends":[{"name":"o","models":[{"name":"m","card":{"form":"openai","listed":[]}}]}]}"#,
            "backends[0].models[0].card.listed must be an object"
        ),
        (#"{"node":"a"}"#, "version must be a whole number, zero or more"),
        (
            #"{"version":1,"node":"a","thermal":"hot"}"#,
            #"thermal must be one of "nominal", "fair", "serious", "critical""#
        ),
        (#"{"version":1,"node":"a","utc_offset":1e300}"#, "utc_offset must be a whole number, -86400 to 86400"),
        (#"{"version":1,"node":"a","machine":[]}"#, "machine must be an object"),
        (#"{"version":1,"node":"a","machine":{"memory":-1}}"#, "machine.memory must be a whole number"),
        (#"{"version":1,"node":"a","busy":[{}]}"#, "busy[0].cause must be one of"),
        (#"{"version":1,"node":"a","backends":[{"name":"b","slots":-1}]}"#, "backends[0].slots must be a whole number"),
        (
            #"{"version":1,"node":"a","backends":[{"name":"b","address":"ftp://x"}]}"#,
            "backends[0].address must be a URL"
        ),
        (
            #"{"version":1,"node":"a","backends":[{"name":"b","models":[{"name":"m"},{"name":""}]}]}"#,
            "backends[0].models[1].name must be"
        ),
        (#"{"version":1,"node":"a","labels":[1]}"#, "labels must be a list of texts"),
        (#"{"version":1,"node":"a","thermal":"fair","thermal":"fair"}"#, "thermal must be there once"),
        (#"{"version":1,"node":"a\u001b[2J"}"#, "node must be a text of at most 255 bytes without control characters"),
        (#"{"version":1,"node":"a","foreign_load":1.1}"#, "foreign_load must be a number, 0.0 to 1.0"),
        (
            #"{"version":1,"node":"a","backends":[{"name":"b","running":9223372036854775807}]}"#,
            "backends[0].running must be a whole number, 0 to 65536"
        ),
        (#"{"version":1,"node":"a","draining":"yes"}"#, "draining must be true or false"),
    ])
    func `a wrong value is named with where it stands and what would be right`(text: String, complaint: String) throws {
        let fault = #expect(throws: FieldReader.Fault.self) { try read(text) }
        #expect(fault?.text.hasPrefix(complaint) == true, "\(fault?.text ?? "")")
    }
}
