import Fleet
import Testing

@testable import Router

@Suite struct HeartbeatOriginTests {
    private let origin = HeartbeatOrigin(host: "10.0.0.5", isLocal: false)

    private func beat(_ address: String?, port: Int? = nil) -> Heartbeat {
        var report = BackendReport(name: "b", kind: .ollama)
        report.address = address
        report.port = port
        var beat = Heartbeat(node: "a")
        beat.backends = [report]
        return beat
    }

    private func foreign(_ address: String, _ origin: HeartbeatOrigin, leads: [String] = []) async -> String? {
        await beat(address).foreignAddress(from: origin) { _, _ in leads }
    }

    @Test func `a port is one of the sender's`() {
        var told = beat(nil, port: 11_434)
        told.locate(from: origin)
        #expect(told.backends?[0].address == "http://10.0.0.5:11434")
        var six = beat(nil, port: 80)
        six.locate(from: HeartbeatOrigin(host: "2001:db8::5", isLocal: false))
        #expect(six.backends?[0].address == "http://[2001:db8::5]")
        var both = beat("http://studio:1", port: 2)
        both.locate(from: origin)
        #expect(both.backends?[0].address == "http://studio:1")
    }

    @Test func `an address is the sender's own, or a name that leads there`() async {
        #expect(await foreign("http://10.0.0.5:11434", origin) == nil)
        #expect(await foreign("http://10.0.0.6:11434", origin) == "http://10.0.0.6:11434")
        #expect(await foreign("http://studio:1", origin, leads: ["10.0.0.9", "10.0.0.5"]) == nil)
        #expect(await foreign("http://studio:1", origin, leads: ["10.0.0.9"]) == "http://studio:1")
        #expect(await foreign("http://studio:1", origin) == "http://studio:1")
    }

    @Test func `loopback is the router's own machine, so it is nobody else's`() async {
        #expect(await foreign("http://127.0.0.1:11434", origin) == "http://127.0.0.1:11434")
        let here = HeartbeatOrigin(host: "10.0.0.2", isLocal: true)
        #expect(await foreign("http://127.0.0.1:11434", here) == nil)
        #expect(await foreign("http://[::1]:11434", here) == nil)
    }

    @Test func `a heartbeat that announces nothing is nobody's`() async {
        let foreign = await Heartbeat(node: "a").foreignAddress(from: origin) { _, _ in [] }
        #expect(foreign == nil)
    }
}
