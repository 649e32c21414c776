import Testing

@testable import Configuration

@Suite struct KindTests {
    private let surroundings = Sample.surroundings

    private func read<Value>(_ kind: Kind<Value>, _ text: String) -> Value? {
        kind.read(text, surroundings)
    }

    @Test(arguments: [("0", 0), ("1", 1), ("11435", 11_435), ("65535", 65_535)])
    func `a port is a plain number`(text: String, port: UInt16) {
        #expect(read(.port, text) == port)
    }

    @Test(arguments: ["", "-1", "+1", "65536", "1 ", " 1", "0x10", "1e3", "http", "١", "99999999999999999999"])
    func `what is not quite a port is none`(text: String) {
        #expect(read(.port, text) == nil)
    }

    @Test func `an integer keeps to its range, both ends included`() {
        let kind = Kind<Int>.integer(in: -2...10)
        #expect(["-2", "0", "10"].map { read(kind, $0) } == [-2, 0, 10])
        #expect(["-3", "11", "--1", "-", "1.0", "9223372036854775808"].allSatisfy { read(kind, $0) == nil })
        #expect(kind.expected == "a whole number from -2 to 10")
    }

    @Test func `what may be left out is nothing, and wrong all the same when it is wrong`() {
        let kind = Kind<Int?>.optional(.integer(in: 1...9))
        #expect(read(kind, "") == .some(nil) && read(kind, "3") == 3 && read(kind, "10") == nil)
        #expect(kind.write(nil) == "" && kind.write(3) == "3")
    }

    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("30s", .seconds(30)), ("5m", .seconds(300)), ("1h30m", .seconds(5400)),
        ("2d", .seconds(172_800)), ("1.5s", .milliseconds(1500)), ("0", .zero), ("0s", .zero),
        ("10us", .microseconds(10)),
        ("0.000000001s", .nanoseconds(1)), ("1M", .seconds(60)),
    ])
    func `a duration has a unit`(text: String, duration: Duration) {
        #expect(read(.duration(), text) == duration)
    }

    @Test(arguments: [
        "", "5", "s", "-1s", "1 s", "1.s", ".5s", "1s2", "1x", "1e3s", "0.0000000001s", "366d", "999999999999d",
    ])
    func `a duration without a unit, or one that cannot be exact, is none`(text: String) {
        #expect(read(.duration(), text) == nil)
    }

    @Test(arguments: [
        ("0", 0), ("12", 12), ("512k", 524_288), ("512K", 524_288), ("64MiB", 67_108_864), ("64mib", 67_108_864),
        ("1.5GiB", 1_610_612_736), ("2MB", 2_000_000), ("3kB", 3_000), ("7B", 7), ("1t", 1_099_511_627_776),
    ])
    func `a size counts bytes`(text: String, bytes: Int) {
        #expect(read(.byteSize(), text) == bytes)
    }

    @Test(arguments: ["", "-1", "1.5", "k", "1kk", "1 MiB", "0.1B", "9999999999999999999", "9000000t"])
    func `what is not a size is none`(text: String) {
        #expect(read(.byteSize(), text) == nil)
    }

    @Test func `ranges of quantities are checked and told`() {
        let kind = Kind<Duration>.duration(in: .milliseconds(1) ... .seconds(60))
        #expect(read(kind, "0") == nil)
        #expect(read(kind, "61s") == nil)
        #expect(read(kind, "60s") == .seconds(60))
        #expect(kind.expected.hasSuffix("from 1ms to 1m"))
        #expect(Kind<Int>.byteSize(in: 1024...1 << 30).expected.hasSuffix("from 1KiB to 1GiB"))
    }

    @Test func `what is written back reads as the same value`() {
        let durations = Kind<Duration>.duration()
        for nanoseconds in [
            0, 1, 999, 1_000, 1_500_000, 75_000_000_000, 5_400_000_000_000, 86_400_000_000_000, 86_399_999_999_999,
        ] {
            let value = Duration.nanoseconds(nanoseconds)
            #expect(read(durations, durations.write(value)) == value)
        }
        let sizes = Kind<Int>.byteSize()
        for value in [0, 1, 1000, 1023, 1024, 1536, 1 << 20, (1 << 30) + 1024, 1 << 50] {
            #expect(read(sizes, sizes.write(value)) == value)
        }
        #expect(durations.write(.seconds(90)) == "90s")
        #expect(durations.write(.seconds(600)) == "10m")
        #expect(sizes.write(65_536) == "64KiB")
    }

    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("localhost", "localhost"), ("::", "::"), ("::1", "::1"), ("[::1]", "::1"),
        ("fe80::1%eth0", "fe80::1%eth0"), ("node-7.example.org", "node-7.example.org"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
    ])
    func `a host is a name or an address`(text: String, host: String) {
        #expect(read(.host, text) == host)
    }

    @Test(arguments: [
        "", " ", "a b", "http://a", "a/b", "a:80", "[a]", "[::1", "1:2:3", "12345::", "-a", "a..b", ".a", "::1%",
    ])
    func `what cannot be a host is refused`(text: String) {
        #expect(read(.host, text) == nil)
    }

    @Test func `a leading tilde is the home, and without a home an error`() {
        #expect(read(.path, "~/x") == "/home/me/x")
        #expect(read(.path, "~") == "/home/me")
        #expect(read(.path, "~other/x") == "~other/x")
        #expect(read(.path, "rel/x") == "rel/x")
        #expect(read(.path, "") == nil)
        #expect(Kind<String>.path.read("~/x", Surroundings(platform: .linux)) == nil)
    }

    @Test func `words are those of the enumeration`() {
        let kind = Kind<Sample.Colour>.word(placeholder: "COLOUR")
        #expect(read(kind, "green") == .green)
        #expect(read(kind, "GREEN") == .green)
        #expect(read(kind, "gren") == nil)
        #expect(kind.expected == "red, green or blue")
    }

    @Test func `yes and no have several spellings`() {
        #expect(["yes", "true", "on", "1", "Yes"].allSatisfy { read(.bool, $0) == true })
        #expect(["no", "false", "off", "0"].allSatisfy { read(.bool, $0) == false })
        #expect(["", "2", "y"].allSatisfy { read(.bool, $0) == nil })
    }

    @Test(arguments: [
        ("http://127.0.0.1:11434", "127.0.0.1", 11_434, ""), ("http://box", "box", 80, ""),
        ("HTTP://box/", "box", 80, ""),
        ("http://[::1]:8080/v1/", "::1", 8080, "/v1"), ("http://a.b:1/x/y", "a.b", 1, "/x/y"),
        ("https://box", "box", 443, ""), ("HTTPS://box:80/v1", "box", 80, "/v1"),
    ])
    func `a service address is taken apart`(text: String, host: String, port: UInt16, base: String) throws {
        let address = try #require(ServiceAddress(text))
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.base == base)
        #expect(address.isSecure == text.lowercased().hasPrefix("https"))
        #expect(ServiceAddress(address.description) == address)
    }

    @Test(arguments: [
        "", "box:80", "httpss://box", "https:/box", "ftp://box", "http://", "http://:80", "http://box:", "http://box:0",
        "http://box:65536",
        "http://box:8o", "http://u:p@box", "http://box/?q", "http://box/#f", "http://box/a b", "http://::1:80",
        "http://[::1",
        "http://[::1]x:80", "http://box/ü", "http://box:+80",
    ])
    func `what a router could not reach as written is no service address`(text: String) {
        #expect(ServiceAddress(text) == nil)
    }

    @Test(arguments: [("0", 0.0), ("1", 1), ("0.25", 0.25), ("00.5", 0.5)])
    func `a decimal number is plain`(text: String, value: Double) {
        let kind = Kind<Double>.decimal(in: 0...1)
        #expect(read(kind, text) == value)
        #expect(read(kind, kind.write(value)) == value)
    }

    @Test(arguments: ["", ".5", "1.", "1.1", "-0.1", "1e-1", "0x1", "0,5", "inf", "nan", "٣", "0.1.2", " 0.5"])
    func `what only some would take for a number is refused`(text: String) {
        #expect(read(Kind<Double>.decimal(in: 0...1), text) == nil)
    }
}
