/// Changes members of a request's body in the bytes it came in; every other byte stays as it was.
///
/// A body that names a member twice, or in another case, is changed at every such place, because backends differ in which one
/// they believe. A member that is missing is put first.
package struct JSONSplice: Sendable {
    package struct Change: Sendable {
        package var field: RequestField
        /// The new value, as JSON.
        package var value: [UInt8]

        package init(_ field: RequestField, _ value: [UInt8]) {
            self.field = field
            self.value = value
        }
    }

    private struct Edit: Sendable {
        var range: Range<Int>
        var bytes: [UInt8]
    }

    private var edits: [Edit] = []

    /// - Parameters:
    ///   - removed: a member of the root that goes, if it is there. It must not be there twice, and the body must be whole.
    ///   - bytes: what `fields` has read: the whole body, or its beginning if all that changes stands there.
    package init(
        _ changes: [Change],
        removing removed: RequestField? = nil,
        in bytes: Span<UInt8>,
        fields: RequestFields
    ) {
        precondition(fields.isWhole || changes.allSatisfy { fields[$0.field] != nil }, "what is missing may yet come")
        let found = Found(bytes, fields)
        var missing = changes.filter { $0.field.parent == nil }.compactMap { change in
            replace(found.items(of: change.field), by: change) ? nil : Self.member(change.field, change.value)
        }
        for parent in RequestField.allCases {
            let children = changes.filter { $0.field.parent == parent }
            if children.isEmpty { continue }
            let objects = found.items(of: parent)
            if !objects.contains(where: \.isExact) { missing.append(Self.member(parent, Self.object(children))) }
            for object in objects { change(children, in: object.place, found, bytes) }
        }
        let removal = removed.flatMap { fields[$0] }.map { Self.removal(of: $0, in: bytes) }
        insert(missing, inObjectAt: fields.start, bytes, without: removal)
        if let removal { edits.append(Edit(range: removal, bytes: [])) }
        // What is inserted at the beginning of what is removed comes first.
        edits.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    }

    /// The body stays as it is.
    package var isEmpty: Bool { edits.isEmpty }

    /// How many bytes longer the body becomes.
    package var growth: Int { edits.reduce(0) { $0 + $1.bytes.count - $1.range.count } }

    package func applied(to bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + growth)
        for piece in pieces(of: bytes) { output += piece }
        return output
    }

    /// The changed body in pieces, for sending it without copying it.
    package func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var index = 0
        for edit in edits {
            if index < edit.range.lowerBound { pieces.append(bytes[index..<edit.range.lowerBound]) }
            if !edit.bytes.isEmpty { pieces.append(edit.bytes[...]) }
            index = edit.range.upperBound
        }
        if index < bytes.count { pieces.append(bytes[index...]) }
        return pieces
    }

    // MARK: Building the edits

    private mutating func change(_ children: [Change], in object: JSONPlace, _ found: Found, _ bytes: Span<UInt8>) {
        switch object.kind {
        case .object:
            let missing = children.filter { child in
                !replace(
                    found.items(of: child.field).filter { object.range.contains($0.place.range.lowerBound) },
                    by: child
                )
            }
            insert(missing.map { Self.member($0.field, $0.value) }, inObjectAt: object.range.lowerBound, bytes)
        case .null:
            edits.append(Edit(range: object.range, bytes: Self.object(children)))
        default:
            // Not what the backend expects; it will say so better than we can.
            break
        }
    }

    /// - Returns: whether the field stood there under its own name.
    private mutating func replace(_ items: [Found.Item], by change: Change) -> Bool {
        edits += items.map { Edit(range: $0.place.range, bytes: change.value) }
        return items.contains(where: \.isExact)
    }

    /// - Parameter removal: what goes out of the object.
    private mutating func insert(
        _ members: [[UInt8]],
        inObjectAt start: Int,
        _ bytes: Span<UInt8>,
        without removal: Range<Int>? = nil
    ) {
        if members.isEmpty { return }
        var next = bytes.endOfSpace(from: start + 1)
        if let removal, next == removal.lowerBound { next = bytes.endOfSpace(from: removal.upperBound) }
        let isEmpty = next < bytes.count && bytes[next] == JSONByte.closeBrace
        let text = members.joined(separator: [JSONByte.comma]) + (isEmpty ? [] : [JSONByte.comma])
        edits.append(Edit(range: (start + 1)..<(start + 1), bytes: Array(text)))
    }

    /// The member with the comma behind it, or, if it is the last, the one before it.
    private static func removal(of value: JSONPlace, in bytes: Span<UInt8>) -> Range<Int> {
        var start = value.range.lowerBound
        for _ in 0..<2 {
            repeat { start -= 1 } while bytes[start] != JSONByte.quote
        }
        let end = bytes.endOfSpace(from: value.range.upperBound)
        if bytes[end] == JSONByte.comma { return start..<(end + 1) }
        var before = start - 1
        while bytes[before].isJSONSpace { before -= 1 }
        return (bytes[before] == JSONByte.comma ? before : start)..<value.range.upperBound
    }

    private static func member(_ field: RequestField, _ value: [UInt8]) -> [UInt8] {
        Array("\"\(field.name)\":".utf8) + value
    }

    private static func object(_ children: [Change]) -> [UInt8] {
        let members = children.map { member($0.field, $0.value) }.joined(separator: [JSONByte.comma])
        return [JSONByte.openBrace] + members + [JSONByte.closeBrace]
    }
}

/// Every place where a field stands, under whatever name somebody would take for it.
private struct Found {
    struct Item {
        let field: RequestField
        let place: JSONPlace
        let isExact: Bool
    }

    private var items: [Item] = []

    init(_ bytes: Span<UInt8>, _ fields: RequestFields) {
        if fields.isUnambiguous {
            items = RequestField.allCases.compactMap { field in
                fields[field].map { Item(field: field, place: $0, isExact: true) }
            }
            return
        }
        var scanner = JSONScanner()
        while case .member(let member)? = try? scanner.next(in: bytes) {
            guard let field = RequestField(resembling: member, in: bytes) else { continue }
            let isExact = member.key.equals(field.name, in: bytes)
            items.append(Item(field: field, place: member.value, isExact: isExact))
        }
    }

    func items(of field: RequestField) -> [Item] {
        items.filter { $0.field == field }
    }
}
