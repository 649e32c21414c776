import Testing

@testable import Telemetry

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct ProcessFiguresTests {
    @Test func `memory that is touched becomes resident`() throws {
        let before = try #require(ProcessFigures.residentBytes())
        let block = UnsafeMutableRawPointer.allocate(byteCount: 64 << 20, alignment: 4096)
        memset(block, 1, 64 << 20)
        let after = try #require(ProcessFigures.residentBytes())
        block.deallocate()
        #expect(before > 1 << 20)
        #expect(after - before > 48 << 20)
    }

    @Test func `work shows as processor time`() throws {
        let before = try #require(ProcessFigures.cpuTime())
        var state = UInt64(1)
        while try #require(ProcessFigures.cpuTime()) == before { state = state &* 6_364_136_223_846_793_005 &+ 1 }
        #expect(state != 0)
    }

    @Test func `the process started before now and not long ago`() throws {
        let start = try #require(ProcessFigures.startTime())
        let now = SystemTime().wallTime
        #expect(start.seconds <= now.seconds + 1)
        #expect(start.seconds > now.seconds - 86_400)
    }

    @Test func `open files are counted and below their limit`() throws {
        let open = try #require(ProcessFigures.openFiles())
        #expect(open >= 3)
        #expect(open <= (try #require(ProcessFigures.filesMax())))
    }
}
