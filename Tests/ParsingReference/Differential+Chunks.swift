import HTTPEngine

extension Differential {
    /// Decoding and passing through are compared with the same verdict.
    mutating func chunks(_ input: [UInt8], _ limits: HeadLimits, cuts: [Int]) -> String? {
        let verdict = Reference.chunks(input, limits: limits)
        let problem = decoding(input, limits, cuts, verdict) ?? passing(input, limits, cuts, verdict)
        return problem.map { "\($0)\n  pieces end at \(cuts), limits \(limits)" }
    }

    private mutating func decoding(
        _ input: [UInt8],
        _ limits: HeadLimits,
        _ cuts: [Int],
        _ verdict: Reference.ChunksVerdict
    ) -> String? {
        var decoder = ChunkedDecoder(trailerLimits: limits)
        var chunks = Reference.Chunks()
        var end: Int?
        let refusal = offer(input, cuts) { piece, start throws(ChunkFault) in
            var index = 0
            while true {
                switch try decoder.step(piece, from: index) {
                case .data(let range):
                    chunks.data += input[start + range.lowerBound..<start + range.upperBound]
                    index = range.upperBound
                case .lastChunk(let next):
                    chunks.lastChunk = start + next
                    index = next
                case .end(let next):
                    end = start + next
                    return true
                case .needMore:
                    return false
                }
            }
        }
        tally.count(refusal?.fault, isComplete: end != nil)
        if end != nil { chunks.trailers = decoder.trailers.referenceFields }
        return verdict.disagreement(with: chunks, end: end, refusal) {
            canStillBeSound(input) { if case .refused = Reference.chunks($0, limits: limits) { true } else { false } }
        }
    }

    private func passing(
        _ input: [UInt8],
        _ limits: HeadLimits,
        _ cuts: [Int],
        _ verdict: Reference.ChunksVerdict
    ) -> String? {
        var framing = BodyFraming(.chunked, trailerLimits: limits)
        var forwarded: [UInt8] = []
        var end: Int?
        let refusal = offer(input, cuts) { piece, start throws(ChunkFault) in
            let (forward, next, isComplete) = try framing.take(piece, from: 0)
            forwarded += input[start..<start + forward]
            if isComplete { end = start + next }
            return isComplete
        }
        let expected: ArraySlice<UInt8>
        switch verdict {
        case .complete(let chunks, let expectedEnd):
            if end != expectedEnd { return "passing through ends at \(String(describing: end)), not at \(expectedEnd)" }
            expected = input[..<chunks.lastChunk!]
        case .unfinished(let chunks, _):
            if refusal != nil { return nil }
            if end != nil { return "passing through ended" }
            expected = input[..<(chunks.lastChunk ?? input.count)]
        case .refused:
            return refusal == nil ? "passing through noticed nothing" : nil
        }
        return forwarded == Array(expected) ? nil : "passed on: \(Escape.text(forwarded))"
    }

    private func offer(
        _ input: [UInt8],
        _ cuts: [Int],
        to take: (Span<UInt8>, Int) throws(ChunkFault) -> Bool
    ) -> (fault: ChunkFault, after: Int, before: Int)? {
        var start = 0
        for end in cuts {
            do {
                if try take(input.span.extracting(start..<end), start) { return nil }
            } catch {
                return (error, start, end)
            }
            start = end
        }
        return nil
    }
}

extension Reference.ChunksVerdict {
    fileprivate func disagreement(
        with chunks: Reference.Chunks,
        end: Int?,
        _ refusal: (fault: ChunkFault, after: Int, before: Int)?,
        _ canStillBeSound: () -> Bool
    ) -> String? {
        switch self {
        case .complete(let expected, let expectedEnd):
            if let refusal { return "\(refusal) in a sound body" }
            if end != expectedEnd { return "ends at \(String(describing: end)), not at \(expectedEnd)" }
            return chunks == expected ? nil : "\(chunks) but expected \(expected)"
        case .refused(let expected, let faults, let line):
            guard let refusal else { return "\(self) was not noticed" }
            if !faults.contains(refusal.fault) { return "\(refusal.fault) was named, expected one of \(faults)" }
            if refusal.after >= line.upperBound { return "\(refusal.fault) was noticed too late" }
            if refusal.before <= line.lowerBound { return "\(refusal.fault) was noticed before its line" }
            return chunks == expected ? nil : "\(chunks) but expected \(expected)"
        case .unfinished(let expected, let line):
            if let refusal {
                return refusal.before <= line || canStillBeSound()
                    ? "\(refusal) in lines that are or may become sound" : nil
            }
            if end != nil { return "ended, though the body is not finished" }
            return chunks == expected ? nil : "\(chunks) but expected \(expected)"
        }
    }
}
