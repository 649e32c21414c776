import Testing

@testable import Discovery

@Suite struct RouterCardTests {
    private let card = RouterCard(version: "0.1.0", id: "0123456789abcdef", fleet: "Büro 2")

    private func read(_ entries: [String]) -> RouterCard? {
        RouterCard(entries: entries.map { Array($0.utf8) })
    }

    @Test(arguments: [false, true])
    func `what is written is read again, as entries and on the wire`(usesTLS: Bool) throws {
        var card = card
        card.usesTLS = usesTLS
        #expect(RouterCard(entries: try #require(card.entries)) == card)
        #expect(RouterCard(entries: RouterCard.entries(of: try #require(card.record))) == card)
    }

    @Test func `keys are read whatever their case and order, and unknown ones are left alone`() {
        let read = read(["x=1", "FLEET=home", "new", "=odd", "Id=abcdefgh", "version=2", "tls=yes", "fleet=office"])
        #expect(read == RouterCard(version: "2", id: "abcdefgh", fleet: "home", usesTLS: true))
    }

    @Test(arguments: [
        [], ["version=1", "id=abcdefgh"], ["version=1", "fleet=a"], ["id=abcdefgh", "fleet=a"],
        ["version=1", "id=short", "fleet=a"], ["version=1", "id=abcd efgh", "fleet=a"],
        ["version=1", "id=abcd\nfgh", "fleet=a"], ["version=1", "id=abcdefgh", "fleet="],
        ["version=1", "id=abcdefgh", "fleet=a\u{1B}[31m"], ["version=1\r\n", "id=abcdefgh", "fleet=a"],
        ["version=1", "id=\(String(repeating: "a", count: 65))", "fleet=a"],
        ["version=1", "id=abcdefgh", "fleet=\(String(repeating: "a", count: 201))"],
    ])
    func `what no router of ours would say is none`(entries: [String]) {
        #expect(read(entries) == nil)
    }

    @Test func `bytes that are no text, and more than anybody needs, are left out`() {
        let good = ["version=1", "id=abcdefgh", "fleet=a"].map { Array($0.utf8) }
        #expect(RouterCard(entries: [Array("fleet=".utf8) + [0xFF, 0xFE]] + good)?.fleet == "a")
        #expect(RouterCard(entries: [[UInt8]](repeating: [1], count: 32) + good) == nil)
        #expect(RouterCard(entries: good + [[UInt8](repeating: 65, count: 300)]) != nil)
    }

    @Test func `a record that is cut anywhere reads as what is whole of it`() throws {
        let record = try #require(card.record)
        for end in record.indices { #expect(RouterCard.entries(of: record[..<end]).count < 4) }
        #expect(RouterCard.entries(of: [0, 0, 1, 65]) == [[65]])
    }

    @Test func `a fleet whose name does not fit has no card to show`() {
        for fleet in ["", "a\nb", String(repeating: "a", count: 201)] {
            #expect(RouterCard(version: "1", id: "abcdefgh", fleet: fleet).entries == nil)
        }
    }
}
