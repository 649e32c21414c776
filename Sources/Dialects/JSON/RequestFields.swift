/// Where the fields of a request's body stand: what a router reads of it instead of decoding it.
///
/// The body may still be arriving. `read` gets all bytes that came so far and says as soon as the wanted field is known, so a
/// request can be routed while the rest of it is on its way. Of repeated members the last counts; because not every backend
/// reads it so, that a field was repeated, or stood there in another case, is kept: such a body means different things to
/// different readers.
package struct RequestFields: Sendable {
    package enum Progress: Equatable, Sendable {
        /// More must come. At the end of a body: it is cut short.
        case needMore
        /// The wanted field is there; the rest of the body was not looked at.
        case found
        /// The body is one whole object.
        case whole
    }

    package private(set) var repeated = RequestFieldSet()
    /// Fields that were there under names that differ in case only.
    package private(set) var misspelt = RequestFieldSet()
    private var scanner: JSONScanner
    private var places = JSONPlaceTable()

    package init(depthMax: Int = JSONScanner.depthLimit) {
        scanner = JSONScanner(depthMax: depthMax)
    }

    package subscript(_ field: RequestField) -> JSONPlace? { places[field] }

    /// The first byte of the body's object.
    package var start: Int { scanner.root?.start ?? 0 }
    package var isWhole: Bool { scanner.isWhole }
    /// Every reader of this body finds the same fields.
    package var isUnambiguous: Bool { repeated.isEmpty && misspelt.isEmpty }

    /// - Parameter bytes: all that came so far, from the first byte on.
    package mutating func read(
        _ bytes: Span<UInt8>,
        until wanted: RequestField? = nil
    ) throws(JSONFault) -> Progress {
        if bytes.count > JSONPlaceTable.offsetMax { throw JSONFault(.tooLarge, at: JSONPlaceTable.offsetMax) }
        while true {
            let step = try scanner.next(in: bytes)
            if let root = scanner.root, root.kind != .object { throw JSONFault(.notAnObject, at: root.start) }
            guard case .member(let member) = step else { return scanner.isWhole ? .whole : .needMore }
            let field = take(member, in: bytes)
            if let field, field == wanted { return .found }
        }
    }

    @inline(__always)
    private mutating func take(_ member: JSONMember, in bytes: Span<UInt8>) -> RequestField? {
        guard let field = RequestField(member, in: bytes) else {
            if member.isUnusual(in: bytes), let field = RequestField(resembling: member, in: bytes) {
                misspelt.insert(field)
            }
            return nil
        }
        if places.present.contains(field) { repeated.insert(field) }
        places.set(field, member.value)
        switch field {
        case .options:
            forget(.numCtx, outside: member.value.range)
            forget(.numPredict, outside: member.value.range)
        case .streamOptions:
            forget(.includeUsage, outside: member.value.range)
        case .metadata:
            forget(.userID, outside: member.value.range)
        default: break
        }
        return field
    }

    /// What stood in an earlier object of the same name went with it.
    private mutating func forget(_ child: RequestField, outside range: Range<Int>) {
        if let place = places[child], !range.contains(place.range.lowerBound) { places.remove(child) }
    }
}
