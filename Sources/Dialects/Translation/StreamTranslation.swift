package import Fleet

/// Turns a backend's stream into the client's while it comes.
///
/// After each call `output` is what the client is to be sent, in memory that the next call uses again: send it, do not keep
/// it. It may be empty. Once `failure` is set the last output ended with the client's form of it, in the place of a proper
/// end; if `hasBegun` is still false nothing else has been said, and a router that has not sent a head may send the failure
/// with its own status instead.
package struct StreamTranslation: Sendable {
    /// Something of the answer has been said.
    package private(set) var hasBegun = false
    /// The proper end has been said.
    package private(set) var isComplete = false
    package private(set) var failure: DialectError?

    private let call: InferenceCall
    private var reader: any ChatStreamReader
    private var writer: any ChatStreamWriter
    private var events: [ChatEvent] = []
    private var text = JSONWriter(capacity: 1024)

    init(_ call: InferenceCall, reader: any ChatStreamReader, writer: any ChatStreamWriter) {
        self.call = call
        self.reader = reader
        self.writer = writer
    }

    package var output: [UInt8] { text.bytes }

    /// Nothing that follows means anything.
    package var isOver: Bool { isComplete || failure != nil }

    /// - Parameters:
    ///   - bytes: those that follow what was read before, cut anywhere.
    ///   - elapsed: since the request was sent.
    package mutating func read(_ bytes: Span<UInt8>, at elapsed: Seconds) {
        text.clear()
        if isOver { return }
        reader.read(bytes, into: &events)
        write(at: elapsed)
    }

    /// There are no more bytes. If the proper end has not come, that is a failure in every dialect.
    ///
    /// - Parameter torn: what happened, when more is known than that.
    package mutating func finish(at elapsed: Seconds, torn: DialectError? = nil) {
        text.clear()
        if isOver { return }
        if let torn { return fail(torn) }
        reader.finish(into: &events)
        write(at: elapsed)
    }

    private mutating func write(at elapsed: Seconds) {
        for event in events {
            if case .failure(let error) = event {
                fail(error)
                break
            }
            do throws(DialectError) {
                try writer.write(event, to: &text, at: elapsed)
            } catch {
                fail(error)
                break
            }
            isComplete = event == .end
        }
        events.removeAll(keepingCapacity: true)
        hasBegun = hasBegun || failure == nil && !text.bytes.isEmpty
    }

    private mutating func fail(_ error: DialectError) {
        hasBegun = hasBegun || !text.bytes.isEmpty
        let error = error.told(to: call.dialect)
        failure = error
        if !writer.writeFailure(error, to: &text) { text.plain(error.frame(for: call)) }
    }
}
