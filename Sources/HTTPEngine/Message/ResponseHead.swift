/// A response's head, read and found to be sound.
package struct ResponseHead: MessageHead, Equatable {
    /// The head as it came, with the blank line that ends it.
    package var bytes: [UInt8] = []
    package var fields: [HeadField] = []
    package var version = HTTPVersion.http11
    package var status: UInt16 = 0
    /// May be empty.
    package var reason = HeadSlice.empty
    /// The server would answer another request on this connection, provided that the body does not end by closing it.
    package var keepAlive = true
    /// What the length fields say, no matter which request is answered.
    var declaredBody = BodyLength.untilClose

    /// The body that follows: it depends on the request, because the answer to HEAD announces a length and sends nothing.
    package func body(answering method: Method) -> BodyLength {
        switch status {
        case 100..<200, 204, 304: .none
        case 200..<300 where method == .connect: .none
        default: method == .head ? .none : declaredBody
        }
    }

    /// Forgets everything but the memory it took.
    mutating func clear() {
        var empty = ResponseHead()
        swap(&empty.bytes, &bytes)
        swap(&empty.fields, &fields)
        empty.bytes.removeLast(empty.bytes.count)
        empty.fields.removeLast(empty.fields.count)
        self = empty
    }
}
