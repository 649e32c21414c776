import Telemetry

/// How one endpoint of one dialect puts an answer into bytes: whole, or frame by frame.
protocol PracticeVoice: Sendable {
    /// Of a stream; whole answers are JSON everywhere.
    var contentType: String { get }
    /// Frames before the first piece of text.
    func opening(at time: WallTime) -> [[UInt8]]
    func frame(_ text: String, at time: WallTime) -> [UInt8]
    /// Frames after the last piece of text.
    func ending(_ summary: PracticeSummary, at time: WallTime) -> [[UInt8]]
    func whole(_ text: String, _ summary: PracticeSummary, at time: WallTime) -> [UInt8]
    /// The frame that says the stream has failed.
    func failure(_ message: String) -> [UInt8]
}
