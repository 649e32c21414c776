import HTTPEngine

@testable import NodeAgent

/// NVIDIA's library without a card: its entry points answer what a test has put here. There is one of it, as of the real one.
enum FakeNVML {
    struct Card: Sendable {
        var name = "NVIDIA GeForce RTX 4090"
        var bus = "00000000:01:00.0"
        var memory = NVML.Memory(total: 25_757_220_864, free: 20_000_000_000, used: 5_757_220_864)
        var use: UInt32 = 80
        /// Nil: this card does not tell processes apart.
        var processes: [NVML.ProcessUtilization]? = []
        var temperature: UInt32 = 60
        var slowdown: UInt32 = 95
        var shutdown: UInt32 = 98
        var reasons: UInt64 = 0
        var busWidth: UInt32 = 384
        var memoryClock: UInt32 = 10_501
    }

    struct State: Sendable {
        var cards = [Card()]
        var startResult: NVML.Result = 0
        var starts = 0
        var stops = 0
        /// What every question to a card is answered with.
        var result: NVML.Result = 0
    }

    static let state = Locked(State())

    static func reset(_ cards: [Card]) {
        state.withLock { $0 = State(cards: cards) }
    }

    static func library() -> NVML {
        var functions = NVML.Functions(
            start: {
                FakeNVML.state.withLock {
                    $0.starts += 1
                    return $0.startResult
                }
            },
            stop: {
                FakeNVML.state.withLock { $0.stops += 1 }
                return 0
            },
            count: { out in
                out?.pointee = FakeNVML.state.withLock { UInt32($0.cards.count) }
                return 0
            },
            // A handle is a number that nobody follows.
            device: { index, out in
                out?.pointee = OpaquePointer(bitPattern: Int(index) + 1)
                return 0
            }
        )
        functions.name = { device, out, room in
            FakeNVML.answer(device) { card in
                for (index, byte) in card.name.utf8.prefix(Int(room) - 1).enumerated() { out?[index] = CChar(byte) }
            }
        }
        functions.bus = { device, out in
            FakeNVML.answer(device) { card in
                for (index, byte) in card.bus.utf8.enumerated() {
                    out?.storeBytes(of: byte, toByteOffset: 36 + index, as: UInt8.self)
                }
            }
        }
        functions.memory = { device, out in
            FakeNVML.answer(device) { out?.storeBytes(of: $0.memory, as: NVML.Memory.self) }
        }
        functions.utilization = { device, out in
            FakeNVML.answer(device) {
                out?.storeBytes(of: NVML.Utilization(gpu: $0.use, memory: 0), as: NVML.Utilization.self)
            }
        }
        functions.processes = { device, out, count, _ in
            guard let processes = FakeNVML.card(device)?.processes else { return 3 }
            if processes.isEmpty { return NVML.notFound }
            let samples = out?.assumingMemoryBound(to: NVML.ProcessUtilization.self)
            for (index, sample) in processes.enumerated() { samples?[index] = sample }
            count?.pointee = UInt32(processes.count)
            return 0
        }
        functions.temperature = { device, _, out in FakeNVML.answer(device) { out?.pointee = $0.temperature } }
        functions.threshold = { device, kind, out in
            FakeNVML.answer(device) { out?.pointee = kind == 0 ? $0.shutdown : $0.slowdown }
        }
        functions.throttle = { device, out in FakeNVML.answer(device) { out?.pointee = $0.reasons } }
        functions.busWidth = { device, out in FakeNVML.answer(device) { out?.pointee = $0.busWidth } }
        functions.clockMax = { device, _, out in FakeNVML.answer(device) { out?.pointee = $0.memoryClock } }
        return NVML(functions: functions)
    }

    private static func card(_ device: NVML.Device?) -> Card? {
        let index = Int(bitPattern: device) - 1
        return state.withLock { $0.cards.indices.contains(index) ? $0.cards[index] : nil }
    }

    private static func answer(_ device: NVML.Device?, _ body: (Card) -> Void) -> NVML.Result {
        let result = state.withLock { $0.result }
        guard result == 0, let card = card(device) else { return result == 0 ? 2 : result }
        body(card)
        return 0
    }
}
