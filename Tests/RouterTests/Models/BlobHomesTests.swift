import Fleet
import Testing

@testable import Router

@Suite struct BlobHomesTests {
    private let homes = BlobHomes()
    private let here = BackendID(index: 1)
    private let there = BackendID(index: 2)
    private let start = Instant(nanoseconds: 0)

    private func digest(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "sha256:" + String(repeating: "0", count: 64 - digits.count) + digits
    }

    @Test func `a file is found where it was sent, however its digest is written`() {
        homes.keep(digest(0xAB), at: here)
        let written = "sha256-" + digest(0xAB).dropFirst(7).uppercased()
        #expect(homes.home(of: written, from: ClientID(hash: 1), at: start) == [here])
        #expect(homes.homes(of: [written, digest(1)], sent: ClientID(hash: 1)) == [here])
    }

    @Test func `where a client's files go counts for an hour, and before where others sent them`() {
        let client = ClientID(hash: 1)
        homes.keep(digest(1), at: there)
        homes.choose(here, for: client, at: start)
        #expect(homes.home(of: digest(1), from: client, at: start) == [here, there])
        #expect(homes.home(of: digest(1), from: ClientID(hash: 2), at: start) == [there])
        #expect(homes.home(of: digest(1), from: client, at: start + Seconds(3600)) == [there])
    }

    @Test func `of files at several places those count that this client sent`() {
        let client = ClientID(hash: 1)
        homes.keep(digest(1), at: here)
        homes.keep(digest(2), at: there)
        #expect(homes.homes(of: [digest(1), digest(2)], sent: client) == [here, there])
        homes.choose(there, for: client, at: start)
        #expect(homes.homes(of: [digest(1), digest(2)], sent: client) == [there])
    }

    @Test func `the oldest are forgotten when there are too many`() {
        for number in 0...4096 { homes.keep(digest(number), at: here) }
        for number in 0...1024 {
            homes.choose(there, for: ClientID(hash: UInt64(number)), at: start + Seconds(Double(number)))
        }
        let now = start + Seconds(1024)
        #expect(homes.home(of: digest(0), from: ClientID(hash: 0), at: now) == [])
        #expect(homes.home(of: digest(1), from: ClientID(hash: 1), at: now) == [there, here])
        #expect(homes.home(of: digest(4096), from: ClientID(hash: 1024), at: now) == [there, here])
    }

    @Test(arguments: [
        ("sha256:" + String(repeating: "aF09", count: 16), true), ("sha256-" + String(repeating: "0", count: 64), true),
        ("sha256:" + String(repeating: "0", count: 63), false), ("sha512:" + String(repeating: "0", count: 64), false),
        ("sha256:" + String(repeating: "é", count: 32), false), ("sha256:" + String(repeating: "g", count: 64), false),
        ("", false),
    ])
    func `a digest is one of sha256`(text: String, isDigest: Bool) {
        #expect(BlobHomes.isDigest(text) == isDigest)
    }
}
