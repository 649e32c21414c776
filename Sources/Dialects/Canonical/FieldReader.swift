/// Takes the members of an object out of it one by one, each of the type it must have, and knows what is left.
///
/// Whatever nobody took is what a translation does not know: `finish` reports it. Null is as good as nothing, and of a
/// repeated member the last counts.
struct FieldReader {
    /// How errors name this object's members: `messages[3].`
    let prefix: String
    private var rest: [JSONObject.Member]

    init(_ object: JSONObject, prefix: String = "") {
        self.prefix = prefix
        rest = object.members
    }

    mutating func take(_ key: String) -> JSONValue? {
        guard let last = rest.lastIndex(where: { $0.key == key }) else { return nil }
        let value = rest.remove(at: last).value
        rest.removeAll { $0.key == key }
        return value.isNull ? nil : value
    }

    /// It is known, and means nothing here.
    mutating func skip(_ key: String) {
        _ = take(key)
    }

    // MARK: Types

    mutating func string(_ key: String) throws(DialectError) -> String? {
        guard let value = take(key) else { return nil }
        guard let text = value.string else { throw wrong(key, "must be a string") }
        return text
    }

    mutating func requiredString(_ key: String) throws(DialectError) -> String {
        guard let text = try string(key) else { throw wrong(key, "is missing") }
        return text
    }

    mutating func bool(_ key: String) throws(DialectError) -> Bool? {
        guard let value = take(key) else { return nil }
        guard let flag = value.bool else { throw wrong(key, "must be true or false") }
        return flag
    }

    mutating func number(_ key: String) throws(DialectError) -> JSONNumber? {
        guard let value = take(key) else { return nil }
        guard let number = value.number, number.double != nil else { throw wrong(key, "must be a number") }
        return number
    }

    /// Also one that is written with a point, as some languages do.
    mutating func integer(_ key: String) throws(DialectError) -> Int? {
        guard let number = try number(key) else { return nil }
        guard let value = number.integer ?? number.double.flatMap(Self.whole) else {
            throw wrong(key, "must be an integer")
        }
        return value
    }

    private static func whole(_ value: Double) -> Int? {
        guard -1e15...1e15 ~= value, Double(Int(value)) == value else { return nil }
        return Int(value)
    }

    mutating func object(_ key: String) throws(DialectError) -> FieldReader? {
        guard let value = take(key) else { return nil }
        guard let object = value.object else { throw wrong(key, "must be an object") }
        return FieldReader(object, prefix: prefix + key + ".")
    }

    /// An object that is passed on as it is.
    mutating func schema(_ key: String) throws(DialectError) -> JSONValue? {
        guard let value = take(key) else { return nil }
        guard value.object != nil else { throw wrong(key, "must be an object") }
        return value
    }

    mutating func array(_ key: String) throws(DialectError) -> [JSONValue]? {
        guard let value = take(key) else { return nil }
        guard let elements = value.array else { throw wrong(key, "must be a list") }
        return elements
    }

    /// A list of objects.
    mutating func objects(_ key: String) throws(DialectError) -> [FieldReader] {
        let elements = try array(key) ?? []
        var readers: [FieldReader] = []
        readers.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() { readers.append(try self.element(element, index, of: key)) }
        return readers
    }

    func element(_ value: JSONValue, _ index: Int, of key: String) throws(DialectError) -> FieldReader {
        guard let object = value.object else { throw wrong("\(key)[\(index)]", "must be an object") }
        return FieldReader(object, prefix: "\(prefix)\(key)[\(index)].")
    }

    /// One string or several.
    mutating func strings(_ key: String) throws(DialectError) -> [String] {
        guard let value = take(key) else { return [] }
        if let text = value.string { return [text] }
        guard let elements = value.array else { throw wrong(key, "must be a string or a list of strings") }
        var texts: [String] = []
        for element in elements {
            guard let text = element.string else { throw wrong(key, "must be a list of strings") }
            texts.append(text)
        }
        return texts
    }

    // MARK: What is wrong, and what is left

    /// - Parameter text: goes on after the member's name.
    func wrong(_ key: String, _ text: String) -> DialectError {
        DialectError(field: prefix + key, text)
    }

    /// Refuses what no translation can express and nobody would miss quietly.
    mutating func refuse(_ keys: String..., because text: String) throws(DialectError) {
        for key in keys {
            guard let value = take(key), value != .array([]), value != .bool(false) else { continue }
            throw wrong(key, text)
        }
    }

    /// Reports the members nobody took.
    func finish(into dropped: inout DroppedFields) {
        for member in rest where !member.value.isNull { dropped.note(prefix + member.key) }
    }
}
