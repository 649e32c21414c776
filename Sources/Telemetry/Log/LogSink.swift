/// Where finished lines go. Called from any thread, with one whole line including its newline.
package protocol LogSink: Sendable {
    func write(_ line: [UInt8])
}
