import Synchronization
import Testing

@testable import Telemetry

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct LoggerTests {
    private let sink = MemorySink()
    private let time = ManualTime(wallTime: WallTime(seconds: 1_795_237_200, nanoseconds: 123_000_000))

    private func logger(_ format: LogFormat = .text, level: LogLevel = .debug) -> Logger {
        Logger(component: "router", level: level, format: format, sink: sink, time: time)
    }

    @Test func `a line for people`() {
        logger().info("listening on 127.0.0.1:11435")
        logger().named("gateway").error(
            "no backend",
            ["model": "llama3", "tries": 2, "took": .duration(.microseconds(12_500))]
        )
        #expect(
            sink.lines == [
                "2026-11-21T05:00:00.123Z info  router: listening on 127.0.0.1:11435",
                "2026-11-21T05:00:00.123Z error gateway: no backend model=llama3 tries=2 took=12.5ms",
            ]
        )
    }

    @Test func `a line for programs`() {
        logger(.json).warning(
            "slow \"first\" byte",
            [
                "took": .duration(.milliseconds(1500)), "size": .bytes(65_536), "retried": true, "path": "a\\b",
                "time": 1,
            ]
        )
        #expect(
            sink.lines == [
                #"{"time":"2026-11-21T05:00:00.123Z","level":"warning","component":"router","message":"slow \"first\" byte","#
                    + #""took":1.5,"size":65536,"retried":true,"path":"a\\b","field_time":1}"#
            ]
        )
    }

    @Test(arguments: LogFormat.allCases)
    func `text from outside stays on its line and steers nothing`(format: LogFormat) {
        let hostile = "x\n2026 error router: forged\r\u{1B}[2J\u{9B}\u{85}\u{2028}\u{202E}\u{0}\u{7F}\u{FEFF}"
        logger(format).info(hostile, ["key": .string(hostile)])
        let line = sink.lines[0]
        let unsafe = line.unicodeScalars.filter {
            $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || [0x2028, 0x202E, 0xFEFF].contains($0.value)
        }
        #expect(unsafe.isEmpty)
        #expect(line.contains(#"x\n2026 error router: forged\r\u001b[2J\u009b\u0085\u2028\u202e\u0000\u007f\ufeff"#))
    }

    @Test func `a value that could be taken for more fields is quoted`() {
        logger().info("m", ["a": "b c=d", "e": "", "q": #"say "hi""#, "u": "grün", "plain": "a-b/c:1"])
        #expect(sink.lines[0].hasSuffix(#"router: m a="b c=d" e="" q="say \"hi\"" u="grün" plain=a-b/c:1"#))
    }

    @Test(arguments: LogFormat.allCases)
    func `a line has a longest length whatever is put in it`(format: LogFormat) {
        let long = String(repeating: "ü\u{1B}", count: 5000)
        let value = LogValue.string(long)
        let plain = LogValue.string(String(repeating: "p", count: 5000))
        logger(format).info(
            long,
            [
                "a": value, "b": plain, "c": value, "d": plain, "e": value, "f": value, "g": value, "h": value,
                "last": 1,
            ]
        )
        let line = sink.lines[0]
        #expect(line.utf8.count < LogLine.bytesMax)
        #expect(line.utf8.count > 3000)
        #expect(!line.contains("last"))
        #expect(line.hasSuffix(format == .text ? " …" : #","truncated":true}"#))
    }

    @Test func `what is cut is marked, and never in the middle of a character`() {
        logger().info(String(repeating: "ü", count: 600))
        #expect(sink.lines[0].hasSuffix("üü…"))
        #expect(!sink.lines[0].contains("\u{FFFD}"))
        logger().info("m", ["v": .string(String(repeating: "p", count: 600))])
        #expect(sink.lines[1].hasSuffix("pp…"))
    }

    @Test func `a level that is off costs neither message nor fields`() {
        let logger = logger(level: .info)
        let built = Mutex(0)
        func expensive() -> String {
            built.withLock { $0 += 1 }
            return "x"
        }
        logger.debug(expensive(), ["key": .string(expensive())])
        #expect(built.withLock { $0 } == 0)
        logger.setLevel(.debug)
        logger.named("other").debug(expensive(), ["key": .string(expensive())])
        #expect(built.withLock { $0 } == 2)
        #expect(sink.lines.count == 1)
    }

    @Test(arguments: [
        (LogLevel.error, ["error"]), (.warning, ["error", "warning"]), (.info, ["error", "warning", "info"]),
        (.debug, ["error", "warning", "info", "debug"]),
    ])
    func `a level lets through itself and what matters more`(level: LogLevel, expected: [String]) {
        let logger = logger(level: level)
        logger.error("error")
        logger.warning("warning")
        logger.info("info")
        logger.debug("debug")
        #expect(sink.lines.map { $0.split(separator: " ").last.map(String.init) } == expected)
    }

    @Test(arguments: [
        (Duration.nanoseconds(850), "850ns"), (.nanoseconds(-1), "-1ns"), (.zero, "0ns"), (.microseconds(1), "1us"),
        (.nanoseconds(12_345_678), "12.345ms"), (.milliseconds(3250), "3.25s"), (.seconds(7200), "7200s"),
        (.seconds(-2), "-2s"),
    ])
    func `durations are short to read`(duration: Duration, text: String) {
        #expect(duration.shortText == text)
    }

    @Test func `lines of many threads arrive whole through a pipe`() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        let logger = Logger(component: "x", sink: DescriptorSink(descriptor: writing), time: time)
        // Longer than any pipe writes in one piece on macOS (512 bytes).
        let message = String(repeating: "m", count: 900)
        let received = await withTaskGroup(of: [UInt8]?.self) { group in
            group.addTask { Self.everything(from: reading) }
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<200 { logger.info(message) }
                    return nil
                }
            }
            for _ in 0..<4 { _ = await group.next() }
            close(writing)
            return await group.next() ?? nil
        }
        close(reading)
        let lines = (received ?? []).split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        #expect(lines.count == 800)
        #expect(Set(lines) == ["2026-11-21T05:00:00.123Z info  x: \(message)"])
    }

    @Test func `a full descriptor loses lines, and the line it cut off is ended before the next`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { _ = close($0) } }
        #expect(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
        let sink = DescriptorSink(descriptor: ends[1])
        // Too long to be taken at once: the pipe takes a part of the last one that finds room, and nothing of those after it.
        for _ in 0..<100 { sink.write([UInt8](repeating: UInt8(ascii: "m"), count: 9_999) + [UInt8(ascii: "\n")]) }
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        let first = chunk[..<read(ends[0], &chunk, chunk.count)]
        try #require(first.count < 1_000_000)
        #expect(first.last == UInt8(ascii: "m"))
        sink.write(Array("next\n".utf8))
        sink.write(Array("last\n".utf8))
        let second = read(ends[0], &chunk, chunk.count)
        #expect(String(decoding: chunk[..<second], as: UTF8.self) == "\nnext\nlast\n")
    }

    private static func everything(from descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }
}
