import Telemetry

/// How one endpoint of one dialect puts an answer into bytes: whole, or frame by frame.
protocol PracticeVoice: Sendable {
    /// Of a stream; whole answers are JSON everywhere.
    var contentType: String { get }
    /// The arguments of a tool's call come piece by piece, not at once.
    var splitsCalls: Bool { get }
    /// Frames before the first part.
    func opening(at time: WallTime) -> [[UInt8]]
    /// Frames in front of a part's first piece; parts are counted from zero.
    func beginning(_ part: PracticePart, _ place: Int, at time: WallTime) -> [[UInt8]]
    func frame(_ piece: PracticeAnswer.Piece, at time: WallTime) -> [UInt8]
    /// Frames behind a part's last piece.
    func closing(_ part: PracticePart, _ place: Int, at time: WallTime) -> [[UInt8]]
    /// Frames after the last part.
    func ending(_ summary: PracticeSummary, at time: WallTime) -> [[UInt8]]
    func whole(_ answer: [PracticeSaid], _ summary: PracticeSummary, at time: WallTime) -> [UInt8]
    /// The frame that says the stream has failed.
    func failure(_ message: String) -> [UInt8]
}

extension PracticeVoice {
    var splitsCalls: Bool { true }
    func beginning(_ part: PracticePart, _ place: Int, at time: WallTime) -> [[UInt8]] { [] }
    func closing(_ part: PracticePart, _ place: Int, at time: WallTime) -> [[UInt8]] { [] }
}

extension [PracticeSaid] {
    var thought: String { filter { $0.part == .thought }.map(\.text).joined() }
    var text: String { filter { $0.part == .text }.map(\.text).joined() }
    var calls: [PracticeToolCall] { compactMap(\.part.call) }
}
