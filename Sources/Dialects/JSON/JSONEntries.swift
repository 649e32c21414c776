/// The entries of a list in somebody's answer, each as it was written.
package enum JSONEntries {
    /// - Parameters:
    ///   - list: the member of the root that holds it.
    ///   - name: the member of each entry by which it is known. Of several of one name the first counts.
    ///   - entryMax: longer ones are left out.
    package static func read(
        _ list: StaticString,
        by name: StaticString,
        in body: [UInt8],
        entryMax: Int
    ) -> [String: [UInt8]] {
        let bytes = body.span
        guard var cursor = JSONCursor(objectIn: bytes) else { return [:] }
        var entries: [String: [UInt8]] = [:]
        cursor.enter()
        while let key = cursor.nextKey(in: bytes) {
            if !key.equals(list, in: bytes) {
                cursor.skip(in: bytes)
            } else if cursor.enter(.array, in: bytes) {
                while cursor.nextElement(in: bytes) {
                    let kind = cursor.kind(in: bytes)
                    let range = cursor.skip(in: bytes)
                    guard kind == .object, range.count <= entryMax else { continue }
                    guard let text = text(of: name, in: bytes, range), entries[text] == nil else { continue }
                    entries[text] = Array(body[range])
                }
            }
        }
        return entries
    }

    /// The last member of the name counts, as for every reader of the entry.
    private static func text(of name: StaticString, in bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
        var cursor = JSONCursor(JSONPlace(range: range, kind: .object))
        var text: String?
        cursor.enter()
        while let key = cursor.nextKey(in: bytes) {
            if key.equals(name, in: bytes) { text = cursor.text(in: bytes) } else { cursor.skip(in: bytes) }
        }
        return text
    }
}
