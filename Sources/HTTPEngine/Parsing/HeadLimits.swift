/// How large a head (or trailers) may become before it is refused.
package struct HeadLimits: Equatable, Sendable {
    /// All bytes of the head, the blank line included.
    package var bytesMax = 64 * 1024
    package var fieldsMax = 128
    /// Bytes of the request target alone; beyond it the answer is 414.
    package var targetMax = 16 * 1024

    package init(bytesMax: Int = 64 * 1024, fieldsMax: Int = 128, targetMax: Int = 16 * 1024) {
        self.bytesMax = bytesMax
        self.fieldsMax = fieldsMax
        self.targetMax = targetMax
    }

    /// Named in `Connection` fields, all together: each is compared with every field.
    static var connectionOptionsMax: Int { 64 }
    /// Empty lines a client may send before a request: one is an old habit, more are not.
    static var emptyLinesMax: Int { 8 }
    /// No registered method is longer.
    static var methodMax: Int { 32 }
}
