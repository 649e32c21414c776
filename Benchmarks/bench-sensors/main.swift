import Fleet
import NodeAgent

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What looking at the machine costs: processor time of one look with all sensors, as in a day of the agent, and of each alone.
/// An argument names a folder with `proc`, `sys`, `dev` and `run` of another machine.
let roots =
    CommandLine.arguments.dropFirst().first.map {
        SystemRoots(proc: $0 + "/proc", sys: $0 + "/sys", dev: $0 + "/dev", run: $0 + "/run")
    } ?? .machine

func time(_ clock: clockid_t) -> Instant {
    var time = timespec()
    clock_gettime(clock, &time)
    return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
}

func moment(_ seconds: Double) -> Moment {
    Moment(
        now: time(CLOCK_MONOTONIC) + Seconds(seconds),
        wall: WallTime(secondsSince1970: Int64(time(CLOCK_REALTIME).nanoseconds / 1_000_000_000))
    )
}

/// The first look is apart: it loads libraries and lists what there is.
func measure(_ name: String, times: Int = 300, _ look: (Moment) -> Void) {
    look(moment(0))
    let start = time(CLOCK_PROCESS_CPUTIME_ID)
    for index in 1...times { look(moment(Double(index) * 2)) }
    let cost = (time(CLOCK_PROCESS_CPUTIME_ID) - start).value / Double(times)
    let share = cost / 2 * 100
    print("\(name): \((cost * 1e7).rounded() / 10) µs, each 2 s \((share * 1e4).rounded() / 1e4) % of a core")
}

let servers = Sampler.Servers(processes: CommandLine.arguments.dropFirst(2).compactMap { Int32($0) })
let hardware = HardwareClass.read(roots: roots)
var options = Sampler.Options()
options.roots = roots
options.pauseFile = "/tmp/no such file"
var sampler = Sampler(options: options, hardware: hardware)
measure("all, at their paces") { _ = sampler.sample(at: $0, servers: servers) }

var cpu = CPULoad(roots: roots)
cpu.servers = servers.processes
var memory = MemoryUse(roots: roots)
var gpus = GPUs(roots: roots)
var heat = Heat(roots: roots)
measure("processors") { _ = cpu.sample(at: $0) }
measure("memory") { _ = memory.sample(at: $0) }
measure("graphics") { _ = gpus.sample(at: $0) }
measure("heat") { _ = heat.sample(at: $0) }
measure("power") { _ = PowerSource(roots: roots).sample(at: $0) }
measure("camera") { _ = CameraUse(roots: roots).sample(at: $0) }
measure("microphone") { _ = MicrophoneUse(roots: roots).sample(at: $0) }
measure("idle") { _ = OwnerIdle(roots: roots).sample(at: $0) }
measure("whose port", times: 20) { _ in _ = ListeningProcesses.ids(onPorts: [11434, 22], roots: roots) }

let before = time(CLOCK_MONOTONIC)
let bandwidth = MemoryBandwidth.measure(processors: hardware.processors ?? 1) { time(CLOCK_MONOTONIC) }
print("memory: \((bandwidth?.value ?? 0) / 1e9) GB/s, measured in \((time(CLOCK_MONOTONIC) - before).value) s")
print("chip: \(hardware.chip ?? "unknown"), \(hardware.processors ?? 0) processors")
