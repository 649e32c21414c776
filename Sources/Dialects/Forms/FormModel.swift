/// Finds the model in a form (`multipart/form-data`) while the form arrives.
///
/// Files are passed over by their ends and never read. The first field of the name counts; what stands behind it was possibly not
/// there yet when the request was placed, so nobody looks.
package struct FormModel: Sendable {
    package enum Progress: Equatable, Sendable {
        case needMore, found
        /// The form is whole and has none.
        case missing
        case malformed
    }

    private enum Stage {
        case start
        /// Behind a boundary, which may be the last.
        case boundary
        case head
        case content(isModel: Bool)
    }

    /// How much of a form is kept in memory while its model has not come.
    package static let lookAheadMax = 32 << 20
    /// Of a part's head, and of what may be a name.
    private static let headMax = 8 * 1024
    private static let partsMax = 1000

    /// Where its name stands.
    private(set) var place: Range<Int>?
    private let boundary: String
    private let divider: ByteSearch
    private let headEnd = ByteSearch(Array("\r\n\r\n".utf8))
    private var stage = Stage.start
    private var parts = 0
    /// Where the first part begins; before it may be something for nobody.
    private var opening = 0
    /// Where the part at hand, or its content, begins.
    private var start = 0
    /// Nothing that is looked for stands before.
    private var looked = 0

    /// Nil when it is no form, or does not say how its parts are divided.
    package init?(contentType: String) {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = FieldParameters.value(of: "boundary", in: contentType[...]), 1...70 ~= boundary.utf8.count
        else { return nil }
        self.boundary = boundary
        divider = ByteSearch(Array("\r\n--\(boundary)".utf8))
    }

    /// - Parameter bytes: all that came so far, from the first byte on.
    package mutating func read(_ bytes: Span<UInt8>) -> Progress {
        while true {
            switch stage {
            case .start:
                if bytes.count < boundary.utf8.count + 2 { return .needMore }
                // The first boundary begins the form, unless there is something for nobody before it.
                if isFirstBoundary(bytes) {
                    begin(.boundary, at: boundary.utf8.count + 2)
                } else {
                    stage = .content(isModel: false)
                }
            case .boundary:
                guard bytes.count >= start + 2 else { return .needMore }
                if bytes[start] == JSONByte.minus, bytes[start + 1] == JSONByte.minus { return .missing }
                parts += 1
                if parts > Self.partsMax { return .malformed }
                // Its line ends where the empty line may begin that ends a head without fields.
                begin(.head, at: start)
            case .head:
                let end = min(bytes.count, start + Self.headMax)
                guard headEnd.find(in: bytes.extracting(0..<end), from: &looked) else {
                    return end < bytes.count ? .malformed : .needMore
                }
                let head = Self.text(bytes, start..<looked)
                guard Self.endsLine(head) else { return .malformed }
                begin(.content(isModel: Self.isModel(head)), at: looked + 4)
                // An empty content's divider begins with the end of the empty line.
                looked -= 2
            case .content(let isModel):
                let isEnded = divider.find(in: bytes, from: &looked)
                // What goes on for longer is no name: it is found, and refused for that.
                if isModel, isEnded || looked > start + Self.headMax {
                    place = start..<min(max(start, looked), start + Self.headMax)
                    return .found
                }
                guard isEnded else { return .needMore }
                if parts == 0 { opening = looked + 2 }
                begin(.boundary, at: looked + boundary.utf8.count + 4)
            }
        }
    }

    private mutating func begin(_ stage: Stage, at place: Int) {
        self.stage = stage
        start = place
        looked = place
    }

    private func isFirstBoundary(_ bytes: Span<UInt8>) -> Bool {
        var index = 2
        for byte in boundary.utf8 {
            if bytes[index] != byte { return false }
            index += 1
        }
        return bytes[0] == JSONByte.minus && bytes[1] == JSONByte.minus
    }

    /// Behind a boundary is the end of its line: else it is none, and who reads the form next may see other parts in it.
    private static func endsLine(_ head: String) -> Bool {
        head.first { $0 != " " && $0 != "\t" }.map { $0 == "\r\n" } ?? true
    }

    /// A file may be called that; it is none.
    private static func isModel(_ head: String) -> Bool {
        for line in head.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-disposition" else {
                continue
            }
            return FieldParameters.value(of: "name", in: line) == "model"
                && ["filename", "filename*"].allSatisfy { FieldParameters.value(of: $0, in: line) == nil }
        }
        return false
    }

    // MARK: The name

    /// The name in the form; nil while it is not found.
    func text(in bytes: Span<UInt8>) -> String? {
        place.map { Self.text(bytes, $0) }
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }

    /// The same form with another name in it, or with one if it has none: the rest is not copied.
    func pieces(of body: [UInt8], naming model: String) -> [ArraySlice<UInt8>] {
        if let place { return [body[..<place.lowerBound], Array(model.utf8)[...], body[place.upperBound...]] }
        let part = "--\(boundary)\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n\(model)\r\n"
        return [body[..<opening], Array(part.utf8)[...], body[opening...]]
    }
}
