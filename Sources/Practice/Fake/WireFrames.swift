/// The frames of an answer, streamed or not, as a misbehaviour needs them. A whole answer is one frame.
struct WireFrames {
    private(set) var all: [PracticeFrame]
    private let stream: PracticeStream?
    private let textStart: Int

    init(_ reply: PracticeReply, _ fault: Misbehaviour) {
        var comments = 0
        switch reply.body {
        case .whole(let bytes, let delay):
            all = [PracticeFrame(delay: delay, bytes: bytes)]
            stream = nil
        case .stream(let answer):
            all = Array(answer)
            stream = answer
        }
        if reply.contentType == "text/event-stream" {
            comments = fault.comments
            let comment = PracticeFrame(delay: fault.commentInterval, bytes: Array(": keep-alive\n\n".utf8))
            all.insert(contentsOf: repeatElement(comment, count: comments), at: 0)
        }
        textStart = comments + (stream?.openingCount ?? 0)
    }

    var isStream: Bool { stream != nil }

    /// Up to the first piece of text, and with it.
    var untilText: ArraySlice<PracticeFrame> { all.prefix(textStart + 1) }

    /// What an answer without end consists of; behind whole JSON only white space is still JSON.
    var more: [UInt8] { stream?.textFrame("and so on ") ?? [0x20] }

    /// Says in the client's dialect that the stream has failed.
    var failure: PracticeFrame {
        PracticeFrame(delay: .zero, bytes: stream?.failure("the practice model was told to fail") ?? [])
    }

    /// With one frame that is not JSON. It is as long as before, so that only a reader of JSON notices.
    func broken(after count: Int) -> [PracticeFrame] {
        var frames = all
        if frames.indices.contains(count), let brace = frames[count].bytes.lastIndex(of: UInt8(ascii: "}")) {
            frames[count].bytes[brace] = UInt8(ascii: "]")
        }
        return frames
    }
}
