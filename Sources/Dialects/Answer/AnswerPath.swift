/// The way from the root of an answer to a container: the keys that lead there, a byte each, in one word.
///
/// What is deeper than six levels has no path of its own: nothing that matters stands there.
struct AnswerPath: Equatable, Sendable {
    static let depthMax = 6

    private var keys: UInt64 = 1

    /// Outside of every value.
    init() {}

    /// Inside of the root object.
    @inline(__always)
    static var root: AnswerPath { AnswerPath().to(.none) }

    /// - Parameter key: `.none` for an element of an array.
    @inline(__always)
    func to(_ key: AnswerKey) -> AnswerPath {
        var path = self
        path.enter(key)
        return path
    }

    @inline(__always)
    mutating func enter(_ key: AnswerKey) { keys = keys &<< 8 | UInt64(key.rawValue) }

    @inline(__always)
    mutating func leave() { keys &>>= 8 }

    /// The key of the innermost container, or of the array around it.
    @inline(__always)
    var isNamed: Bool {
        let last = keys & 0xFF
        return (last == 0 ? keys &>> 8 & 0xFF : last) > UInt64(AnswerKey.other.rawValue)
    }
}
