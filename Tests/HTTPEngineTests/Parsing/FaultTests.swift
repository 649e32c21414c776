import Testing

@testable import HTTPEngine

@Suite struct FaultTests {
    @Test(arguments: HeadFault.allCases)
    func `a fault has a sentence of its own`(_ fault: HeadFault) {
        #expect(fault.explanation.hasSuffix("."))
        #expect(HeadFault.allCases.filter { $0.explanation == fault.explanation } == [fault])
    }

    @Test func `most faults are bad requests, some say more`() {
        let special: [HeadFault: UInt16] = [
            .targetTooLong: 414, .unknownExpectation: 417, .headTooLarge: 431, .tooManyFields: 431,
            .tooManyConnectionOptions: 431, .methodTooLong: 501, .versionNotSupported: 505,
        ]
        for fault in HeadFault.allCases {
            #expect(fault.status == special[fault] ?? 400, "\(fault)")
        }
    }

    @Test func `who speaks the wrong protocol is told which is spoken`() {
        #expect(HeadFault.tlsHandshake.explanation.contains("http://"))
        #expect(HeadFault.http2Preface.explanation.contains("HTTP/1.1"))
        #expect(HeadFault.versionNotSupported.explanation.contains("HTTP/1.1"))
    }
}
