/// Where Linux keeps what the kernel and udev tell. Tests point it to the recording of a machine.
package struct SystemRoots: Sendable {
    package var proc: String
    package var sys: String
    package var dev: String
    package var run: String

    package static let machine = SystemRoots(proc: "/proc", sys: "/sys", dev: "/dev", run: "/run")

    package init(proc: String, sys: String, dev: String, run: String) {
        self.proc = proc
        self.sys = sys
        self.dev = dev
        self.run = run
    }
}
