import Fleet
import Testing

@testable import NodeAgent

@Suite struct OwnerPauseTests {
    private let now = WallTime(secondsSince1970: 1_790_100_000)

    @Test(arguments: [nil, 1_790_103_600])
    func `what is written is read`(until: Int64?) {
        #expect(OwnerPause(text: OwnerPause(until: until).text) == OwnerPause(until: until))
    }

    @Test func `a pause ends by itself`() {
        #expect(!OwnerPause(until: 1_790_100_001).isOver(at: now))
        #expect(OwnerPause(until: 1_790_100_000).isOver(at: now))
        #expect(!OwnerPause(until: nil).isOver(at: now))
    }

    @Test(arguments: ["", "until", "until tomorrow", "until 99999999999999999999", "\0\0", "later 5"])
    func `doubt counts for the owner`(text: String) {
        #expect(!OwnerPause(text: text).isOver(at: now))
    }

    @Test func `without the file nobody has paused`() throws {
        let machine = try Machine()
        let file = OwnerPauseFile(path: machine.path("pause"))
        #expect(file.sample(at: after(0)) == false)
        try machine.write("pause", "until 1790100060\n")
        #expect(file.sample(at: after(0)) == true)
        #expect(file.sample(at: after(60)) == false)
        try machine.write("pause", String(repeating: "x", count: 1 << 20))
        #expect(file.sample(at: after(0)) == true)
    }
}

#if os(Linux)
    @Suite struct CameraUseTests {
        private static let device = "sys/devices/pci0000:00/0000:00:14.0/usb1/1-6/1-6:1.0"

        /// Somebody has a node of the camera open.
        private func laptop(holding node: String) throws -> Machine {
            let machine = try Machine("laptop")
            try machine.write("\(Self.device)/driver/module/refcnt", "1\n")
            try machine.write("\(Self.device)/power/runtime_status", "active\n")
            try machine.link("proc/3001/fd/50", to: node)
            return machine
        }

        @Test(arguments: [
            ("laptop", false), ("desktop", false), ("server", false), ("board", false), ("container", nil),
        ])
        func `each machine's camera as it was recorded`(name: String, inUse: Bool?) throws {
            #expect(CameraUse(roots: try Machine(name).roots).sample(at: after(0)) == inUse)
        }

        @Test(arguments: [("/dev/video0", true), ("/dev/video1", false), ("/dev/video00", false), ("/dev/null", false)])
        func `it is in use while its node is open, the one for metadata is no camera`(node: String, inUse: Bool) throws
        {
            #expect(CameraUse(roots: try laptop(holding: node).roots).sample(at: after(0)) == inUse)
        }

        @Test func `without udev the first node of a USB device is the camera, and a decoder is none`() throws {
            let laptop = try laptop(holding: "/dev/video0")
            try laptop.remove("run")
            #expect(CameraUse(roots: laptop.roots).sample(at: after(0)) == true)
            let board = try Machine("board")
            try board.remove("run")
            #expect(CameraUse(roots: board.roots).sample(at: after(0)) == false)
        }

        @Test(arguments: [("driver/module/refcnt", "0"), ("power/runtime_status", "suspended")])
        func `a device at rest is not in use, without asking who has it open`(file: String, text: String) throws {
            let machine = try laptop(holding: "/dev/video0")
            try machine.write("\(Self.device)/\(file)", text)
            #expect(CameraUse(roots: machine.roots).sample(at: after(0)) == false)
        }
    }

    @Suite struct PresentationUseTests {
        private func note(_ what: String, _ mode: String) -> String {
            "# This is private data. Do not parse.\nWHAT=\(what)\nMODE=\(mode)\nUID=1000\nPID=4242\nWHO=somebody\nWHY=show\n"
        }

        @Test func `it is on while somebody keeps the screen awake, and unknown where nobody keeps notes`() throws {
            let machine = try Machine()
            let sensor = PresentationUse(roots: machine.roots)
            #expect(sensor.sample(at: after(0)) == nil)
            try machine.write("run/systemd/inhibit/1", note("sleep:shutdown", "delay"))
            #expect(sensor.sample(at: after(0)) == false)
            try machine.write("run/systemd/inhibit/2", note("idle", "delay"))
            try machine.write("run/systemd/inhibit/3", note("sleep", "block"))
            #expect(sensor.sample(at: after(0)) == false)
            try machine.write("run/systemd/inhibit/4", note("sleep:idle", "block"))
            #expect(sensor.sample(at: after(0)) == true)
            try machine.remove("run/systemd/inhibit/4")
            #expect(sensor.sample(at: after(0)) == false)
        }

        @Test(arguments: ["", "WHAT=", "WHAT=idle", "MODE=block", "\0\0\0", "WHAT=idleness\nMODE=block"])
        func `a note that says nothing is no presentation`(text: String) throws {
            let machine = try Machine()
            try machine.write("run/systemd/inhibit/1", text)
            #expect(PresentationUse(roots: machine.roots).sample(at: after(0)) == false)
        }
    }

    @Suite struct MicrophoneUseTests {
        @Test(arguments: [
            ("laptop", false), ("desktop", true), ("server", false), ("board", false), ("container", nil),
        ])
        func `each machine's microphone as it was recorded`(name: String, inUse: Bool?) throws {
            #expect(MicrophoneUse(roots: try Machine(name).roots).sample(at: after(0)) == inUse)
        }

        @Test func `playing is not recording`() throws {
            let machine = try Machine("laptop")
            try machine.write("proc/asound/card0/pcm0p/sub0/status", "state: RUNNING\nowner_pid   : 2345\n")
            #expect(MicrophoneUse(roots: machine.roots).sample(at: after(0)) == false)
            try machine.write("proc/asound/card0/pcm6c/sub0/status", "state: RUNNING\nowner_pid   : 2345\n")
            #expect(MicrophoneUse(roots: machine.roots).sample(at: after(0)) == true)
        }
    }

    @Suite struct OwnerIdleTests {
        @Test func `the last that was typed into any terminal counts`() throws {
            let machine = try Machine("laptop")
            try machine.write("dev/pts/1", "")
            machine.setRead("dev/pts/0", secondsSince1970: 1_790_099_000)
            machine.setRead("dev/pts/1", secondsSince1970: 1_790_099_970)
            #expect(OwnerIdle(roots: machine.roots).sample(at: after(0)) == 30)
        }

        @Test func `a clock that was set back is no negative time`() throws {
            let machine = try Machine("laptop")
            machine.setRead("dev/pts/0", secondsSince1970: 1_790_200_000)
            #expect(OwnerIdle(roots: machine.roots).sample(at: after(0)) == 0)
        }

        @Test func `without terminals nothing is known`() throws {
            #expect(OwnerIdle(roots: try Machine("desktop").roots).sample(at: after(0)) == nil)
            #expect(OwnerIdle(roots: try Machine("container").roots).sample(at: after(0)) == nil)
        }
    }
#endif
