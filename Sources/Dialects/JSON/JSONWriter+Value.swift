extension JSONValue {
    package var encoded: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}

extension JSONWriter {
    /// A container that has been begun, and what of it is written next.
    private struct Frame {
        let value: JSONValue
        var next = 0
    }

    /// Writes a tree, with a stack of its own: its depth costs memory, never the thread.
    package mutating func value(_ value: JSONValue) {
        var stack: [Frame] = []
        begin(value, &stack)
        while let last = stack.indices.last {
            let next = stack[last].next
            stack[last].next += 1
            switch stack[last].value {
            case .array(let elements) where next < elements.count:
                begin(elements[next], &stack)
            case .object(let object) where next < object.members.count:
                key(object.members[next].key)
                begin(object.members[next].value, &stack)
            case .array:
                closeArray()
                stack.removeLast()
            default:
                closeObject()
                stack.removeLast()
            }
        }
    }

    private mutating func begin(_ value: JSONValue, _ stack: inout [Frame]) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .number(let value): number(value)
        case .string(let text): string(text)
        case .array:
            openArray()
            stack.append(Frame(value: value))
        case .object:
            openObject()
            stack.append(Frame(value: value))
        }
    }
}
