/// A request's head, read and found to be sound.
package struct RequestHead: MessageHead, Equatable {
    /// The head as it came, with the blank line that ends it, without empty lines before it.
    package var bytes: [UInt8] = []
    package var fields: [HeadField] = []
    package var method = Method.other
    package var methodSlice = HeadSlice.empty
    package var target = HeadSlice.empty
    /// Path and query: the target itself, or that part of an absolute target, where empty means "/". "*" stays "*".
    /// Empty for CONNECT.
    package var path = HeadSlice.empty
    /// Host and port: those of an absolute target, which win over `Host`; otherwise the value of `Host`, if any.
    package var authority = HeadSlice.empty
    package var version = HTTPVersion.http11
    /// None, length or chunked.
    package var body = BodyLength.none
    /// The client would like to send another request on this connection.
    package var keepAlive = true
    /// The client waits for "100 Continue" before it sends the body it announced.
    package var expectsContinue = false

    /// Forgets everything but the memory it took.
    mutating func clear() {
        var empty = RequestHead()
        swap(&empty.bytes, &bytes)
        swap(&empty.fields, &fields)
        empty.bytes.removeLast(empty.bytes.count)
        empty.fields.removeLast(empty.fields.count)
        self = empty
    }
}
