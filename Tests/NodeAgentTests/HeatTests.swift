import Fleet
import Testing

@testable import NodeAgent

@Suite struct HeatLimitsTests {
    @Test func `a state begins at its limit and ends three degrees below`() throws {
        let limits = try #require(HeatLimits(passive: 95, hot: nil, critical: 105))
        var state: ThermalState?
        let course: [(Double, ThermalState)] = [
            (80, .nominal), (90, .fair), (95, .serious), (93, .serious), (91.9, .fair), (102, .critical),
            (99.5, .critical),
            (98, .serious), (40, .nominal),
        ]
        for (temperature, expected) in course {
            state = limits.state(at: temperature, last: state)
            #expect(state == expected, "at \(temperature) °C")
        }
    }

    @Test(
        arguments: [(95, nil, nil), (nil, 100, nil), (nil, nil, 105), (120, 100, 105)] as [(Double?, Double?, Double?)]
    )
    func `any limit alone makes a ladder that rises`(passive: Double?, hot: Double?, critical: Double?) throws {
        let limits = try #require(HeatLimits(passive: passive, hot: hot, critical: critical))
        #expect(limits.fair < limits.serious && limits.serious < limits.critical)
    }

    @Test func `without limits nothing is known`() {
        #expect(HeatLimits(passive: nil, hot: nil, critical: nil) == nil)
    }
}

#if os(Linux)
    @Suite struct HeatTests {
        private func zone(_ machine: Machine, _ temperature: Int) throws {
            try machine.write("sys/class/thermal/thermal_zone0/temp", "\(temperature)\n")
        }

        @Test(arguments: [
            ("laptop", ThermalState.nominal), ("desktop", .nominal), ("server", .nominal), ("container", nil),
            ("board", .fair),
        ])
        func `each machine's state as it was recorded`(name: String, state: ThermalState?) throws {
            var heat = Heat(roots: try Machine(name).roots)
            #expect(heat.sample(at: after(0)) == state)
        }

        @Test func `a zone at the point where the kernel slows down is serious`() throws {
            let machine = try Machine("laptop")
            var heat = Heat(roots: machine.roots)
            try zone(machine, 95_000)
            #expect(heat.sample(at: after(0)) == .serious)
            try zone(machine, 103_000)
            #expect(heat.sample(at: after(5)) == .critical)
        }

        @Test func `a processor at its limit is serious, not critical`() throws {
            let machine = try Machine("desktop")
            try machine.write("sys/class/hwmon/hwmon1/temp1_input", "95125\n")
            var heat = Heat(roots: machine.roots)
            #expect(heat.sample(at: after(0)) == .serious)
        }

        @Test func `slowing down is remembered for half a minute`() throws {
            let machine = try Machine("laptop")
            var heat = Heat(roots: machine.roots)
            _ = heat.sample(at: after(0))
            let time = "sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_total_time_ms"
            try machine.write(time, "1000\n")
            #expect(heat.sample(at: after(5)) == .fair)
            try machine.write(time, "2000\n")
            #expect(heat.sample(at: after(10)) == .serious)
            #expect(heat.sample(at: after(35)) == .serious)
            #expect(heat.sample(at: after(41)) == .nominal)
        }

        @Test func `a kernel that only counts how often is heard too`() throws {
            let machine = try Machine("server")
            var heat = Heat(roots: machine.roots)
            #expect(heat.sample(at: after(0)) == .nominal)
            try machine.write("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3\n")
            #expect(heat.sample(at: after(5)) == .fair)
        }

        @Test(arguments: ["-274000", "999999999", "", "warm", "99999999999999999999"])
        func `a thermometer that shows nonsense is not read`(text: String) throws {
            let machine = try Machine("board")
            try machine.write("sys/class/thermal/thermal_zone0/temp", text)
            try machine.remove("sys/devices/platform/soc/soc:firmware/get_throttled")
            var heat = Heat(roots: machine.roots)
            #expect(heat.sample(at: after(0)) == nil)
        }

        @Test func `a new thermometer is found within minutes`() throws {
            let machine = try Machine("container")
            var heat = Heat(roots: machine.roots)
            #expect(heat.sample(at: after(0)) == nil)
            try machine.write("sys/class/hwmon/hwmon0/name", "k10temp\n")
            try machine.write("sys/class/hwmon/hwmon0/temp1_input", "50000\n")
            #expect(heat.sample(at: after(10)) == nil)
            #expect(heat.sample(at: after(301)) == .nominal)
        }
    }
#endif
