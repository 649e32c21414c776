import HTTPEngine

/// Sees an order's progress go by, so that what it changed is known to be out of date before its client hears that it is done.
final class SuccessWatch: AnswerObserver {
    private static let mark = Array("\"success\"".utf8)

    private let refresh: ModelRefresh
    private var matched = 0
    private(set) var hasBegun = false
    /// Whom the order went to.
    var site: OllamaSite?

    init(_ refresh: ModelRefresh) {
        self.refresh = refresh
    }

    var isCutShort: Bool { false }
    var isBetweenFrames: Bool { false }

    func headArrived(_ head: ResponseHead) {}

    func dataArrived(_ data: Span<UInt8>) {
        if !data.isEmpty { hasBegun = true }
        for index in data.indices {
            // No part of the mark but its first letter begins it anew.
            matched = data[index] == Self.mark[matched] ? matched + 1 : data[index] == Self.mark[0] ? 1 : 0
            if matched == Self.mark.count {
                matched = 0
                if let site { refresh.expect(site) }
            }
        }
    }
}
