@testable import Dialects

extension RequestFields {
    /// A span of a temporary array does not live long enough to be handed through `#expect`.
    mutating func read(_ bytes: [UInt8], until wanted: RequestField? = nil) throws(JSONFault) -> Progress {
        try read(bytes.span, until: wanted)
    }
}
