import Testing

@testable import Dialects

/// Three readers that share little must agree on random input.
@Suite struct JSONDifferentialTests {
    private static let rounds = 3000

    @Test func `random trees survive every spelling`() throws {
        var random = RandomJSON(seed: 0x0f5e_ed01)
        for _ in 0..<Self.rounds {
            let tree = random.tree()
            #expect(try JSONValue(parsing: tree.encoded) == tree)
            let spelling = random.spelling(of: tree)
            #expect(try JSONValue(parsing: spelling) == tree)
            #expect(Scan(spelling).isWhole)
        }
    }

    @Test func `damaged input finds the same verdict everywhere`() {
        var random = RandomJSON(seed: 0x0f5e_ed02)
        var accepted = 0
        for _ in 0..<Self.rounds {
            let tree = random.tree()
            let bytes = random.damaged(random.spelling(of: tree))
            let scan = Scan(bytes)
            let slow = SlowJSON.value(bytes)
            if slow != nil { accepted += 1 }
            let fault = JSONSuiteTests.fault(bytes)
            #expect((fault == nil) == (slow != nil), "\(bytes)")
            if fault?.reason == .invalidUTF8 { continue }
            #expect(scan.isWhole == (fault == nil), "\(bytes)")
            let expected = fault?.reason == .truncated ? nil : fault
            #expect(scan.fault == expected, "\(bytes)")
        }
        #expect((1..<Self.rounds).contains(accepted))
    }

    @Test func `the scanner's members are those of the tree`() throws {
        var random = RandomJSON(seed: 0x0f5e_ed03)
        for _ in 0..<Self.rounds {
            let tree = random.object()
            let bytes = random.spelling(of: tree)
            let cuts = (0..<random.roll(4)).map { _ in random.roll(bytes.count) }.sorted()
            let scan = Scan(bytes, cuts: cuts)
            #expect(try scan.members.map { try Self.describe($0, bytes) } == Self.members(of: tree))
        }
    }

    /// Keys and values, an object's own members before itself, as they end in the text.
    private static func members(of tree: JSONValue) -> [String] {
        (tree.object?.members ?? []).flatMap { member in
            let inner = (member.value.object?.members ?? []).map {
                "\(member.key) / \($0.key) = \(String(decoding: $0.value.encoded, as: UTF8.self))"
            }
            return inner + ["\(member.key) = \(String(decoding: member.value.encoded, as: UTF8.self))"]
        }
    }

    private static func describe(_ member: JSONMember, _ bytes: [UInt8]) throws -> String {
        let path = [member.parent, member.key].compactMap(\.self).map { JSONString.text(of: bytes.span, $0.range) }
        let value = try JSONValue(parsing: Array(bytes[member.value.range]))
        return "\(path.joined(separator: " / ")) = \(String(decoding: value.encoded, as: UTF8.self))"
    }

    @Test func `fields agree with the tree, and a splice changes it as the tree would`() throws {
        var random = RandomJSON(seed: 0x0f5e_ed04)
        for _ in 0..<Self.rounds {
            let bytes = random.spelling(of: random.object())
            var fields = RequestFields()
            #expect(try fields.read(bytes) == .whole)
            let tree = try JSONValue(parsing: bytes)
            #expect(try fields[.model].map { try JSONValue(parsing: Array(bytes[$0.range])) } == tree["model"])
            #expect(
                try fields[.numCtx].map { try JSONValue(parsing: Array(bytes[$0.range])) }
                    == tree["options"]?["num_ctx"]
            )
            #expect(fields.text(.model, in: bytes.span) == tree["model"]?.string)

            let splice = JSONSplice(
                [.init(.model, Array("\"new\"".utf8)), .init(.numCtx, [0x37])],
                in: bytes.span,
                fields: fields
            )
            let changed = try JSONValue(parsing: splice.applied(to: bytes))
            #expect(changed["model"] == "new")
            if tree["options"]?.object != nil || tree["options"] ?? .null == .null {
                #expect(changed["options"]?["num_ctx"] == 7)
            }
            #expect(Self.others(changed) == Self.others(tree))
        }
    }

    /// What the splice had no business with.
    private static func others(_ tree: JSONValue) -> [JSONObject.Member] {
        (tree.object?.members ?? []).filter { !["model", "Model", "options"].contains($0.key) }
    }
}
