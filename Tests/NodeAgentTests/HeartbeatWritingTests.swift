import Dialects
import Fleet
import Testing

@testable import NodeAgent

@Suite struct HeartbeatWritingTests {
    private func written(_ beat: Heartbeat) -> JSONObject {
        var chance = SystemRandomNumberGenerator()
        return beat.written(by: NodeIdentity(using: &chance), fleet: "herd")
    }

    @Test func `what is known of the machine and its owner's habits is written, and what is not is left out`() {
        var beat = Heartbeat(node: "a")
        #expect(["habits", "machine", "utc_offset"].allSatisfy { written(beat)[$0] == nil })
        beat.mindsHabits = false
        beat.utcOffset = -3600
        var machine = MachineReport()
        (machine.chip, machine.memory, machine.isOnBattery) = ("M2", ByteCount(64), false)
        beat.machine = machine
        let object = written(beat)
        #expect(object["habits"] == false && object["utc_offset"]?.integer == -3600)
        #expect(object["machine"] == ["chip": "M2", "memory": 64, "on_battery": false])
    }

    @Test func `what a server says that no router would take is cut, so that the rest is taken`() throws {
        var beat = Heartbeat(node: "a")
        beat.foreignLoad = 1.02
        var report = BackendReport(name: "b", kind: .vllm)
        (report.slots, report.running, report.waiting, report.cacheUse) = (.max, -1, 70_000, -0.1)
        report.memoryTotal = ByteCount(.max)
        beat.backends = [report]
        let object = written(beat)
        #expect(object["foreign_load"]?.double == 1)
        let told = try #require(object["backends"]?.array?.first)
        #expect(told["slots"] == 65_536 && told["waiting"] == 65_536 && told["running"] == nil)
        #expect(told["cache_use"]?.double == 0 && told["memory_total"]?.integer == 1 << 50)
    }

    @Test func `a server's own words are written as they are, and left out where they are long or as before`() throws {
        let cards: [ModelCard?] = [
            nil, ModelCard(.openAI, []), ModelCard(.lmStudio, Array(#"{"key":"a","n":1.50}"#.utf8)),
            ModelCard(.ollama, [], resident: Array(#"{"size_vram":7}"#.utf8)),
            ModelCard(.ollama, Array("{\"a\":\"\(String(repeating: "x", count: ModelCard.announcedMax))\"}".utf8)),
        ]
        var report = BackendReport(name: "o", kind: .ollama)
        report.models = try cards.map { card in
            var model = ModelReport(try #require(ModelName("a")), .disk)
            model.card = card
            return model
        }
        var beat = Heartbeat(node: "a")
        beat.backends = [report]
        let models = JSONValue.object(written(beat))["backends"]?.array?.first?["models"]?.array ?? []
        #expect(
            models.map { $0["card"].map { String(decoding: $0.encoded, as: UTF8.self) } } == [
                nil, nil, #"{"form":"lm-studio","listed":{"key":"a","n":1.50}}"#,
                #"{"form":"ollama","resident":{"size_vram":7}}"#, nil,
            ]
        )
    }
}
