import Dialects

/// How a server is told to load a model, or to give it up.
package struct ModelOrder: Sendable {
    package let path: String
    private let write: @Sendable (String, Int?) -> JSONObject

    init(_ path: String, _ write: @escaping @Sendable (_ model: String, _ context: Int?) -> JSONObject) {
        self.path = path
        self.write = write
    }

    /// - Parameter context: the length to load it with, where the server can be told.
    package func body(_ model: String, context: Int? = nil) -> [UInt8] {
        JSONValue.object(write(model, context)).encoded
    }
}
