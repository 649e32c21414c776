import Testing

@testable import Dialects

/// Both readers against the table, and against each other.
@Suite struct JSONSuiteTests {
    @Test func `the table is as large as it claims and says nothing twice`() {
        #expect(JSONCase.all.count >= 300)
        #expect(Set(JSONCase.all.map(\.bytes)).count == JSONCase.all.count)
    }

    @Test(arguments: JSONCase.all)
    func `the scanner judges as the table does`(item: JSONCase) {
        let scan = Scan(item.bytes)
        switch item.verdict {
        case .accepted, .scannedOnly:
            #expect(scan.fault == nil && scan.isWhole)
        case .cut:
            #expect(scan.fault == nil && !scan.isWhole)
        case .refused(let offset):
            #expect(scan.fault?.offset == offset)
        }
    }

    @Test(arguments: JSONCase.all)
    func `the parser judges as the table does`(item: JSONCase) {
        let fault = Self.fault(item.bytes)
        switch item.verdict {
        case .accepted: #expect(fault == nil)
        case .cut: #expect(fault == JSONFault(.truncated, at: item.bytes.count))
        case .scannedOnly: #expect(fault == JSONFault(.invalidUTF8, at: 1))
        case .refused(let offset):
            #expect(fault?.offset == offset)
            #expect(fault?.reason == Scan(item.bytes).fault?.reason)
        }
    }

    @Test(arguments: JSONCase.all)
    func `the slow reference agrees`(item: JSONCase) {
        #expect(SlowJSON.value(item.bytes) == (try? JSONValue(parsing: item.bytes)))
    }

    @Test(arguments: JSONCase.all)
    func `cut anywhere the scanner comes to the same`(item: JSONCase) {
        let whole = Scan(item.bytes)
        for cut in item.bytes.indices { #expect(Scan(item.bytes, cuts: [cut]) == whole) }
        #expect(Scan(item.bytes, cuts: Array(item.bytes.indices)) == whole)
    }

    @Test(arguments: JSONCase.accepted)
    func `what is written again reads the same`(item: JSONCase) throws {
        let value = try JSONValue(parsing: item.bytes)
        #expect(try JSONValue(parsing: value.encoded) == value)
    }

    static func fault(_ bytes: [UInt8]) -> JSONFault? {
        do throws(JSONFault) {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }
}
