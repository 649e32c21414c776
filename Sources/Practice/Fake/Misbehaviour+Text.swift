/// A list of misbehaviours that nobody can follow.
package struct MisbehaviourError: Error, Equatable, CustomStringConvertible, Sendable {
    package var item: String

    package var description: String { "the practice backend cannot misbehave like this: \(item)" }
}

extension Misbehaviour {
    package init(_ text: String) throws(MisbehaviourError) {
        for item in text.split(separator: ";") {
            let item = String(item.drop { $0 == " " })
            let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
            guard let key = parts.first, take(key, parts.count > 1 ? parts[1] : nil) else {
                throw MisbehaviourError(item: item)
            }
        }
    }

    /// False when there is no such key or the value does not fit it.
    private mutating func take(_ key: String, _ value: String?) -> Bool {
        switch key {
        case "tokens": set(&tokens, Self.count(value))
        case "speed": set(&tokensPerSecond, value.flatMap(Double.init).flatMap { $0 > 0 ? $0 : nil })
        case "first-token": set(&firstToken, Self.duration(value))
        case "comments": set(&comments, Self.count(value))
        case "comment-every": set(&commentInterval, Self.duration(value))
        case "http10": set(&isHTTP10, value == nil ? true : nil)
        case "trailers": set(&hasTrailers, value == nil ? true : nil)
        case "interim": set(&interim, Self.statuses(value))
        case "status": set(&status, value.flatMap(UInt16.init).flatMap { 100...999 ~= $0 ? $0 : nil })
        case "retry-after": set(&retryAfter, value)
        case "first-byte": set(&firstByte, Self.duration(value))
        case "hang": set(&hangs, value == nil ? true : nil)
        case "drop": set(&drop, value.flatMap(Ending.init))
        case "early": set(&early, value.flatMap(Early.init))
        case "stall-after": turn(Self.count(value).map { .stall(after: $0) })
        case "close-after": turn(Self.count(value).map { .close(after: $0) })
        case "reset-after": turn(Self.count(value).map { .reset(after: $0) })
        case "end-after": turn(Self.count(value).map { .end(after: $0) })
        case "fail-after": turn(Self.count(value).map { .fail(after: $0) })
        case "broken-json-after": turn(Self.count(value).map { .brokenJSON(after: $0) })
        case "endless": turn(Self.duration(value).map { .endless(every: $0) })
        case "length": set(&length, value.flatMap(LengthFault.init))
        case "chunk": set(&chunk, value.flatMap(ChunkFault.init))
        case "head": set(&head, value.flatMap(HeadFault.init))
        case "head-bytes": set(&headBytes, Self.count(value))
        case "head-fields": set(&headFields, Self.count(value))
        case "excess": set(&excess, value.flatMap(Excess.init))
        case "dribble": set(&dribble, Self.duration(value))
        case "reuse": set(&reuse, value.flatMap(Ending.init))
        case "idle": set(&idle, value.flatMap(Ending.init))
        default: false
        }
    }

    private func set<Value>(_ property: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        property = value
        return true
    }

    private func set<Value>(_ property: inout Value?, _ value: Value?) -> Bool {
        property = value
        return value != nil
    }

    /// A body can leave the right way once.
    private mutating func turn(_ value: Turn?) -> Bool {
        turn == nil && set(&turn, value)
    }

    private static func count(_ text: String?) -> Int? {
        text.flatMap(Int.init).flatMap { $0 >= 0 ? $0 : nil }
    }

    private static func statuses(_ text: String?) -> [UInt16]? {
        let numbers = text?.split(separator: ",").map { UInt16($0) } ?? []
        let statuses = numbers.compactMap(\.self).filter { 100..<200 ~= $0 }
        return numbers.isEmpty || statuses.count < numbers.count ? nil : statuses
    }

    /// `2s`, `250ms`, `10us`.
    private static func duration(_ text: String?) -> Duration? {
        guard let text else { return nil }
        let digits = text.prefix { $0.isNumber }
        guard let number = Int64(digits), number <= 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "s": return .seconds(number)
        case "ms": return .milliseconds(number)
        case "us": return .microseconds(number)
        default: return nil
        }
    }
}
