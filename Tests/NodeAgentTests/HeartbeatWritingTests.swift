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
}
