import Dialects
import Fleet

/// What pages show: figures that may not be known.
extension JSONValue {
    static func real(_ value: Double?) -> JSONValue { value.flatMap { JSONNumber($0) }.map { .number($0) } ?? .null }

    static func integer(_ value: Int?) -> JSONValue { value.map { .number(JSONNumber($0)) } ?? .null }

    static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

    static func texts(_ values: some Sequence<String>) -> JSONValue { .array(values.map { .string($0) }) }

    static func bytes(_ value: ByteCount?) -> JSONValue { .integer(value.map { Int($0.value) }) }

    /// Exactly.
    static func seconds(_ value: Seconds) -> JSONValue { .real(value.value) }

    /// In whole microseconds: a time somebody measured.
    static func time(_ value: Seconds?) -> JSONValue { .real(value.map { ($0.value * 1e6).rounded() / 1e6 }) }
}
