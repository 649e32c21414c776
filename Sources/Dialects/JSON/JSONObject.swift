/// Members in the order they were written, repeated ones included. The last of a name counts.
package struct JSONObject: Equatable, Sendable {
    package struct Member: Equatable, Sendable {
        package var key: String
        package var value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    package private(set) var members: [Member]

    package init(_ members: [Member] = []) {
        self.members = members
    }

    /// Reading finds the last member of the name. Writing leaves one, where the first stood, or none.
    package subscript(_ key: String) -> JSONValue? {
        get { members.last { $0.key == key }?.value }
        set {
            let first = members.firstIndex { $0.key == key }
            if let newValue, let first {
                members[first].value = newValue
            } else if let newValue {
                members.append(Member(key, newValue))
            }
            let kept = newValue == nil ? nil : first ?? members.indices.last
            let others = members.indices.filter { $0 != kept && members[$0].key == key }
            for index in others.reversed() { members.remove(at: index) }
        }
    }

    /// Adds a member at the end, without looking whether there is one of this name.
    package mutating func append(_ key: String, _ value: JSONValue) {
        members.append(Member(key, value))
    }

    /// A name that is there more than once.
    package var repeatedKey: String? {
        var seen: Set<String> = []
        return members.first { !seen.insert($0.key).inserted }?.key
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = elements.map { Member($0.0, $0.1) }
    }
}
