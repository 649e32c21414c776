package import HTTPEngine

/// Puts one input to the fast parser, whole and in pieces, and to the slow one, and tells where they disagree.
///
/// The parsers are kept from input to input, as on a connection, so that what one leaves behind would show in the next.
package struct Differential {
    package enum Subject: String, CaseIterable, Sendable { case requests, responses, chunks }

    /// Generous, and so tight that small inputs meet every limit.
    static let limits = [
        HeadLimits(),
        HeadLimits(bytesMax: 120, fieldsMax: 3, targetMax: 24),
        HeadLimits(bytesMax: 48, fieldsMax: 1, targetMax: 64),
    ]

    var requestParsers = limits.map { RequestParser(limits: $0) }
    var responseParsers = limits.map { ResponseParser(limits: $0) }

    /// What was met so far: a fuzzer that never sees a fault proves nothing about it.
    package internal(set) var tally = Tally()

    package init() {}

    /// What the parsers disagree about, or nil. The seed decides where the input is cut, and which limits hold.
    package mutating func disagreement(on input: [UInt8], _ subject: Subject, seed: UInt64) -> String? {
        // Another seed than the generator has: its draws would repeat those that made the input.
        var random = SplitMix(seed: ~seed)
        let index = random.oneIn(3) ? random.below(Self.limits.count) : 0
        let cuts = Self.cuts(of: input.count, &random)
        return switch subject {
        case .requests: requests(input, index, cuts: [input.count]) ?? requests(input, index, cuts: cuts)
        case .responses: responses(input, index, cuts: [input.count]) ?? responses(input, index, cuts: cuts)
        case .chunks:
            chunks(input, Self.limits[index], cuts: [input.count]) ?? chunks(input, Self.limits[index], cuts: cuts)
        }
    }

    /// Where the pieces end: at every byte, or in a few places.
    private static func cuts(of count: Int, _ random: inout SplitMix) -> [Int] {
        if count < 2 || random.oneIn(4) { return Array(1..<max(count, 1)) + [count] }
        return (0...random.below(4)).map { _ in 1 + random.below(count - 1) }.sorted() + [count]
    }
}

package struct Tally: Sendable {
    package var complete = 0
    package var refused = 0
    package var unfinished = 0
    package var faults: Set<HeadFault> = []
    package var chunkFaults: Set<ChunkFault> = []

    mutating func count(_ progress: Progress) {
        switch progress {
        case .complete: complete += 1
        case .unfinished: unfinished += 1
        case .refused(let fault, _, _):
            refused += 1
            faults.insert(fault)
        }
    }

    mutating func count(_ fault: ChunkFault?, isComplete: Bool) {
        if let fault {
            refused += 1
            chunkFaults.insert(fault)
        } else if isComplete {
            complete += 1
        } else {
            unfinished += 1
        }
    }
}

/// How far a parser came.
enum Progress: Equatable {
    case complete(end: Int)
    /// Nothing was wrong with the bytes before `after`; something was with those before `before`.
    case refused(HeadFault, after: Int, before: Int)
    case unfinished
}

/// Offers the input piece by piece until it is refused or complete.
func offer(_ input: [UInt8], cuts: [Int], to feed: (Span<UInt8>) throws(HeadFault) -> Int?) -> Progress {
    var start = 0
    for end in cuts {
        do {
            if let taken = try feed(input.span.extracting(start..<end)) { return .complete(end: start + taken) }
        } catch {
            return .refused(error, after: start, before: end)
        }
        start = end
    }
    return .unfinished
}

extension Reference.Verdict {
    /// Nil if the fast parser came as far as it should; heads are compared elsewhere.
    func disagreement(with progress: Progress, completed: () -> Bool, retry: ([UInt8]) -> Self, _ input: [UInt8])
        -> String?
    {
        switch (self, progress) {
        case (.complete(_, let end), .complete(let otherEnd)):
            if end != otherEnd { return "ends at \(end), not at \(otherEnd)" }
            return completed() ? nil : "the heads differ"
        case (.refused(let faults, let line), .refused(let fault, let after, let before)):
            if !faults.contains(fault) { return "\(fault) was named, expected one of \(faults)" }
            if after >= line.upperBound { return "\(fault) was noticed too late" }
            if before <= line.lowerBound { return "\(fault) was noticed before its line" }
            return nil
        case (.unfinished, .unfinished):
            return nil
        case (.unfinished(let line), .refused(let fault, _, let before)):
            if before <= line { return "\(fault) in lines that are sound" }
            let canBeSound = canStillBeSound(input) { if case .refused = retry($0) { true } else { false } }
            return canBeSound ? "\(fault), though the line might have become sound" : nil
        default:
            return "\(self) but \(progress)"
        }
    }
}

/// Whether some continuation of an unfinished line would be accepted: then refusing it early was wrong.
func canStillBeSound(_ input: [UInt8], isRefused: ([UInt8]) -> Bool) -> Bool {
    let continuations = [
        "\r\n", "\n", ":\r\n", "a:\r\n", " / HTTP/1.1\r\n", "/ HTTP/1.1\r\n", " HTTP/1.1\r\n", "HTTP/1.1\r\n",
        ":1 HTTP/1.1\r\n",
        "1.1\r\n", ".1\r\n", "1\r\n", "0\r\n", "HTTP/1.1 200\r\n", " 200\r\n", "200\r\n", "00\r\n", "chunked\r\n",
    ]
    return continuations.contains { !isRefused(input + Array($0.utf8)) }
}
