import Dialects
import Fleet

/// Reads the fields of an object somebody sent, and says of a wrong one where it stands and what would be right.
///
/// A field that is absent or null is nil; fields nobody asks for are left alone, so that newer senders can be understood.
struct FieldReader {
    struct Fault: Error, Equatable {
        /// As it is written in programs: `backends[0].models[2].place`.
        let path: String
        let expected: String

        var text: String { path.isEmpty ? "The body must be \(expected)" : "\(path) must be \(expected)" }
    }

    private static let textMax = 255
    private static let textsMax = 64

    private let object: JSONObject
    let path: String

    init(_ value: JSONValue, at path: String = "") throws(Fault) {
        guard let object = value.object else { throw Fault(path: path, expected: "an object") }
        self.object = object
        self.path = path
        // What two programs could understand differently.
        if let key = object.repeatedKey { throw fault(String(key.prefix(64)), "there once") }
    }

    private func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func fault(_ key: String, _ expected: String) -> Fault { Fault(path: place(key), expected: expected) }

    private func value(_ key: String) -> JSONValue? {
        object[key].flatMap { $0.isNull ? nil : $0 }
    }

    /// What is expected is put into words only where something else came: heartbeats have hundreds of fields.
    private func read<Value>(
        _ key: String,
        _ expected: @autoclosure () -> String,
        _ convert: (JSONValue) -> Value?
    ) throws(Fault) -> Value? {
        guard let value = value(key) else { return nil }
        guard let converted = convert(value) else { throw fault(key, expected()) }
        return converted
    }

    func string(_ key: String) throws(Fault) -> String? { try read(key, "a text") { $0.string } }

    /// For people to read.
    func text(_ key: String, max: Int = Self.textMax) throws(Fault) -> String? {
        try read(key, "a text of at most \(max) bytes without control characters") { value in
            value.string.flatMap { $0.utf8.count <= max && !$0.hasControlCharacters ? $0 : nil }
        }
    }

    func bool(_ key: String) throws(Fault) -> Bool? { try read(key, "true or false") { $0.bool } }

    func count(_ key: String) throws(Fault) -> Int? {
        try read(key, "a whole number, zero or more") { $0.integer.flatMap { $0 >= 0 ? $0 : nil } }
    }

    func number(_ key: String) throws(Fault) -> Double? {
        try read(key, "a number") { $0.double.flatMap { $0.isFinite ? $0 : nil } }
    }

    func count(_ key: String, in bounds: ClosedRange<Int>) throws(Fault) -> Int? {
        try read(key, "a whole number, \(bounds.lowerBound) to \(bounds.upperBound)") {
            $0.integer.flatMap { bounds.contains($0) ? $0 : nil }
        }
    }

    func number(_ key: String, in bounds: ClosedRange<Double>) throws(Fault) -> Double? {
        try read(key, "a number, \(bounds.lowerBound) to \(bounds.upperBound)") {
            $0.double.flatMap { bounds.contains($0) ? $0 : nil }
        }
    }

    func texts(_ key: String) throws(Fault) -> [String]? {
        try read(key, "a list of texts, at most \(Self.textsMax) of at most \(Self.textMax) bytes") { value in
            guard let list = value.array, list.count <= Self.textsMax else { return nil }
            let texts = list.compactMap(\.string)
            let areSound = texts.allSatisfy { $0.utf8.count <= Self.textMax && !$0.hasControlCharacters }
            return texts.count == list.count && areSound ? texts : nil
        }
    }

    func strings(_ key: String) throws(Fault) -> [String]? {
        try read(key, "a list of texts") { value in
            guard let list = value.array else { return nil }
            let texts = list.compactMap(\.string)
            return texts.count == list.count ? texts : nil
        }
    }

    /// One of a few words.
    func word<Value>(_ key: String, _ words: [(String, Value)]) throws(Fault) -> Value? {
        try read(key, "one of " + words.map { "\"\($0.0)\"" }.joined(separator: ", ")) { value in
            words.first { $0.0 == value.string }?.1
        }
    }

    func object(_ key: String) throws(Fault) -> FieldReader? {
        guard let value = value(key) else { return nil }
        return try FieldReader(value, at: place(key))
    }

    /// An object that others may read; nil also for a longer one.
    func encodedObject(_ key: String, max: Int) throws(Fault) -> [UInt8]? {
        try read(key, "an object") { value in value.object.map { _ in value.encoded } }.flatMap {
            $0.count > max ? nil : $0
        }
    }

    func objects(_ key: String, max: Int) throws(Fault) -> [FieldReader]? {
        let list = try read(key, "a list of objects, at most \(max)") { value in
            value.array.flatMap { $0.count <= max ? $0 : nil }
        }
        guard let list else { return nil }
        var readers: [FieldReader] = []
        for (index, value) in list.enumerated() {
            readers.append(try FieldReader(value, at: "\(place(key))[\(index)]"))
        }
        return readers
    }

    func required<Value>(_ key: String, _ value: Value?, _ expected: String) throws(Fault) -> Value {
        guard let value else { throw fault(key, expected) }
        return value
    }
}
