@testable import Dialects

/// What a watcher saw of an answer.
struct Watched: Equatable {
    var hasBegun: Bool
    var contentFrames: Int
    var usage: AnswerUsage
    var isComplete: Bool
    var hasError: Bool
    var isBetweenFrames: Bool

    init(_ watcher: AnswerWatcher) {
        hasBegun = watcher.hasBegun
        contentFrames = watcher.contentFrames
        usage = watcher.usage
        isComplete = watcher.isComplete
        hasError = watcher.hasError
        isBetweenFrames = watcher.isBetweenFrames
    }

    init(_ dialect: Dialect, _ form: AnswerForm, _ answer: String) {
        self.init(dialect, form, Array(answer.utf8), cuts: [])
    }

    /// - Parameter cuts: where the bytes are cut, in rising order.
    init(_ dialect: Dialect, _ form: AnswerForm, _ answer: [UInt8], cuts: [Int]) {
        var watcher = AnswerWatcher(dialect, form)
        var start = 0
        for end in cuts + [answer.count] {
            let piece = Array(answer[start..<end])
            watcher.read(piece.span)
            start = end
        }
        self.init(watcher)
    }

    /// How many bytes of the answer have to come before it has begun; nil when it never does.
    static func bytesUntilBegun(_ dialect: Dialect, _ form: AnswerForm, _ answer: String) -> Int? {
        var watcher = AnswerWatcher(dialect, form)
        for (index, byte) in answer.utf8.enumerated() {
            let piece = [byte]
            watcher.read(piece.span)
            if watcher.hasBegun { return index + 1 }
        }
        return nil
    }
}
