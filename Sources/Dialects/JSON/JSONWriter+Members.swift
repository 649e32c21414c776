extension JSONWriter {
    // A member that is not there is not written.

    mutating func member(_ key: StaticString, _ text: String?) {
        guard let text else { return }
        self.key(key)
        string(text)
    }

    mutating func member(_ key: StaticString, _ value: Int?) {
        guard let value else { return }
        self.key(key)
        integer(value)
    }

    mutating func member(_ key: StaticString, _ flag: Bool?) {
        guard let flag else { return }
        self.key(key)
        bool(flag)
    }

    mutating func member(_ key: StaticString, _ number: JSONNumber?) {
        guard let number else { return }
        self.key(key)
        self.number(number)
    }

    mutating func member(_ key: StaticString, _ value: JSONValue?) {
        guard let value else { return }
        self.key(key)
        self.value(value)
    }

    mutating func null(_ key: StaticString) {
        self.key(key)
        null()
    }

    /// Elements of a list that are JSON already.
    mutating func list(_ elements: String) {
        openArray()
        if !elements.isEmpty { raw(elements) }
        closeArray()
    }

    mutating func raw(_ json: String) {
        let bytes = Array(json.utf8)
        raw(bytes.span)
    }
}
