package import Fleet

/// Looks at everything, each at its own pace, and gives one snapshot.
///
/// A value with one owner, the agent's sampling task. It may wait for a slow driver or a disk that sleeps, so nothing that
/// must answer at once runs where it does. Time is told to it.
package struct Sampler {
    package struct Options: Sendable {
        package var roots = SystemRoots.machine
        package var nvidiaLibrary = "libnvidia-ml.so.1"
        /// Where the inference servers keep their models.
        package var modelFolder = "/"
        /// What `herd-node pause` writes.
        package var pauseFile: String?
        package var halfLife: Seconds = 5

        package init() {}
    }

    /// What the agent knows of the inference servers.
    package struct Servers: Sendable {
        package var processes: [Int32] = []
        /// None of them has a request under way. Nil if one does not tell.
        package var rest: Bool?

        package init(processes: [Int32] = [], rest: Bool? = nil) {
            self.processes = processes
            self.rest = rest
        }
    }

    private let hardware: HardwareClass
    private var cpu: Paced<CPULoad>
    private var memory: Paced<MemoryUse>
    private var gpus: Paced<GPUs>
    private var heat: Paced<Heat>
    private var power: Paced<PowerSource>
    private var disk: Paced<DiskSpace>
    private var camera: Paced<CameraUse>
    private var microphone: Paced<MicrophoneUse>
    private var presentation: Paced<PresentationUse>
    private var ownerIdle: Paced<OwnerIdle>
    private var ownerPause: Paced<OwnerPauseFile>?
    private var foreignGraphics: ForeignGraphics

    /// The hardware with the bandwidth that was measured, if a table did not know it; what a sensor reads of it stands.
    package init(options: Options, hardware: HardwareClass) {
        let roots = options.roots
        self.hardware = hardware
        cpu = Paced(CPULoad(roots: roots, halfLife: options.halfLife), every: 2)
        memory = Paced(MemoryUse(roots: roots), every: 2)
        gpus = Paced(GPUs(roots: roots, nvidiaLibrary: options.nvidiaLibrary), every: 2)
        heat = Paced(Heat(roots: roots), every: 5)
        power = Paced(PowerSource(roots: roots), every: 10)
        disk = Paced(DiskSpace(folder: options.modelFolder), every: 60)
        camera = Paced(CameraUse(roots: roots), every: 5)
        microphone = Paced(MicrophoneUse(roots: roots), every: 2)
        presentation = Paced(PresentationUse(roots: roots), every: 5)
        ownerIdle = Paced(OwnerIdle(roots: roots), every: 10)
        ownerPause = options.pauseFile.map { Paced(OwnerPauseFile(path: $0), every: 1) }
        foreignGraphics = ForeignGraphics(halfLife: options.halfLife)
    }

    package mutating func sample(at moment: Moment, servers: Servers) -> Snapshot {
        var snapshot = Snapshot()
        snapshot.hardware = hardware
        cpu.sensor.servers = servers.processes
        snapshot.cpu = cpu.sample(at: moment)
        snapshot.memory = memory.sample(at: moment)
        gpus.sensor.ours = cpu.sensor.processes
        snapshot.gpus = gpus.sample(at: moment)
        snapshot.foreignGraphics = foreignGraphics.sample(
            snapshot.modelGPUs.filter { !$0.isAsleep },
            serversRest: servers.rest,
            at: moment.now
        )
        snapshot.heat = heat.sample(at: moment)
        snapshot.power = power.sample(at: moment)
        snapshot.disk = disk.sample(at: moment)
        snapshot.camera = camera.sample(at: moment)
        snapshot.microphone = microphone.sample(at: moment)
        snapshot.presentation = presentation.sample(at: moment)
        snapshot.utcOffset = Int(moment.wall.offsetFromUTC)
        snapshot.ownerIdle = ownerIdle.sample(at: moment)
        snapshot.ownerPause = ownerPause?.sample(at: moment)
        return snapshot
    }
}
