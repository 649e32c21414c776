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
        private let sleeping = "sys/devices/pci0000:00/0000:00:14.0/usb1/1-6/1-6:1.0/power/runtime_status"

        @Test(arguments: [
            ("laptop", false), ("desktop", false), ("server", false), ("board", false), ("container", nil),
        ])
        func `each machine's camera as it was recorded`(name: String, inUse: Bool?) throws {
            #expect(CameraUse(roots: try Machine(name).roots).sample(at: after(0)) == inUse)
        }

        @Test func `a camera that somebody has open is in use`() throws {
            let machine = try Machine("laptop")
            try machine.write(sleeping, "active\n")
            let camera = CameraUse(roots: machine.roots)
            #expect(camera.sample(at: after(0)) == false)
            try machine.link("proc/3001/fd/50", to: "/dev/video0")
            #expect(camera.sample(at: after(0)) == true)
        }

        @Test func `the node for a camera's metadata is no camera`() throws {
            let machine = try Machine("laptop")
            try machine.write(sleeping, "active\n")
            try machine.link("proc/3001/fd/50", to: "/dev/video1")
            #expect(CameraUse(roots: machine.roots).sample(at: after(0)) == false)
        }

        @Test func `without udev the first node of a USB device is the camera, and a decoder is none`() throws {
            let laptop = try Machine("laptop")
            try laptop.remove("run")
            try laptop.write(sleeping, "active\n")
            try laptop.link("proc/3001/fd/50", to: "/dev/video0")
            #expect(CameraUse(roots: laptop.roots).sample(at: after(0)) == true)
            let board = try Machine("board")
            try board.remove("run")
            #expect(CameraUse(roots: board.roots).sample(at: after(0)) == false)
        }

        @Test func `a device that sleeps is not in use, whatever is open`() throws {
            let machine = try Machine("laptop")
            try machine.link("proc/3001/fd/50", to: "/dev/video0")
            #expect(CameraUse(roots: machine.roots).sample(at: after(0)) == false)
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
