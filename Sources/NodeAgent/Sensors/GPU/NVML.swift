#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// NVIDIA's management library, found when the program runs: without it this program starts all the same.
///
/// Only its stable, versioned entry points are used, with the structures as its header lays them out. What an older library
/// lacks is nil, and so is what a card does not support. It is never unloaded: a driver's library does not like it.
final class NVML {
    typealias Device = OpaquePointer
    typealias Result = Int32

    struct Memory {
        var total: UInt64 = 0
        var free: UInt64 = 0
        var used: UInt64 = 0
    }

    struct Utilization {
        var gpu: UInt32 = 0
        var memory: UInt32 = 0
    }

    struct ProcessUtilization {
        var process: UInt32 = 0
        var timestamp: UInt64 = 0
        var gpu: UInt32 = 0
        var memory: UInt32 = 0
        var encoder: UInt32 = 0
        var decoder: UInt32 = 0
    }

    static let success: Result = 0
    static let notFound: Result = 6

    /// The entry points. Those that every library has had for ten years are required, the others may be missing.
    struct Functions {
        typealias Number = @convention(c) (Device?, UnsafeMutablePointer<UInt32>?) -> Result
        typealias KindNumber = @convention(c) (Device?, UInt32, UnsafeMutablePointer<UInt32>?) -> Result

        var start: @convention(c) () -> Result
        var stop: @convention(c) () -> Result
        var count: @convention(c) (UnsafeMutablePointer<UInt32>?) -> Result
        var device: @convention(c) (UInt32, UnsafeMutablePointer<Device?>?) -> Result
        var name: (@convention(c) (Device?, UnsafeMutablePointer<CChar>?, UInt32) -> Result)?
        var bus: (@convention(c) (Device?, UnsafeMutableRawPointer?) -> Result)?
        var memory: (@convention(c) (Device?, UnsafeMutableRawPointer?) -> Result)?
        var utilization: (@convention(c) (Device?, UnsafeMutableRawPointer?) -> Result)?
        var processes:
            (@convention(c) (Device?, UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt32>?, UInt64) -> Result)?
        var temperature: KindNumber?
        var threshold: KindNumber?
        var throttle: (@convention(c) (Device?, UnsafeMutablePointer<UInt64>?) -> Result)?
        var busWidth: Number?
        var clockMax: KindNumber?
    }

    let functions: Functions

    init(functions: Functions) {
        self.functions = functions
    }

    convenience init?(library: String) {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL), let functions = Functions(handle) else { return nil }
        self.init(functions: functions)
    }

    func start() -> Bool { functions.start() == Self.success }
    func stop() { _ = functions.stop() }

    var devices: [Device] {
        var count: UInt32 = 0
        guard functions.count(&count) == Self.success else { return [] }
        return (0..<min(count, 64)).compactMap { index in
            var device: Device?
            return functions.device(index, &device) == Self.success ? device : nil
        }
    }
}

extension NVML.Functions {
    init?(_ library: UnsafeMutableRawPointer) {
        func find<Function>(_ name: String, as type: Function.Type) -> Function? {
            dlsym(library, name).map { unsafeBitCast($0, to: type) }
        }
        guard let start = find("nvmlInit_v2", as: (@convention(c) () -> NVML.Result).self),
            let stop = find("nvmlShutdown", as: (@convention(c) () -> NVML.Result).self),
            let count = find(
                "nvmlDeviceGetCount_v2",
                as: (@convention(c) (UnsafeMutablePointer<UInt32>?) -> NVML.Result).self
            ),
            let device = find(
                "nvmlDeviceGetHandleByIndex_v2",
                as: (@convention(c) (UInt32, UnsafeMutablePointer<NVML.Device?>?) -> NVML.Result).self
            )
        else { return nil }
        self.init(start: start, stop: stop, count: count, device: device)
        typealias Structure = @convention(c) (NVML.Device?, UnsafeMutableRawPointer?) -> NVML.Result
        name = find(
            "nvmlDeviceGetName",
            as: (@convention(c) (NVML.Device?, UnsafeMutablePointer<CChar>?, UInt32) -> NVML.Result).self
        )
        bus = find("nvmlDeviceGetPciInfo_v3", as: Structure.self)
        memory = find("nvmlDeviceGetMemoryInfo", as: Structure.self)
        utilization = find("nvmlDeviceGetUtilizationRates", as: Structure.self)
        processes = find(
            "nvmlDeviceGetProcessUtilization",
            as: (@convention(c) (
                NVML.Device?, UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt32>?, UInt64
            ) -> NVML.Result).self
        )
        temperature = find("nvmlDeviceGetTemperature", as: KindNumber.self)
        threshold = find("nvmlDeviceGetTemperatureThreshold", as: KindNumber.self)
        throttle = find(
            "nvmlDeviceGetCurrentClocksThrottleReasons",
            as: (@convention(c) (NVML.Device?, UnsafeMutablePointer<UInt64>?) -> NVML.Result).self
        )
        busWidth = find("nvmlDeviceGetMemoryBusWidth", as: Number.self)
        clockMax = find("nvmlDeviceGetMaxClockInfo", as: KindNumber.self)
    }
}
