@testable import Dialects

/// What a scanner had to say about some bytes that came in pieces.
struct Scan: Equatable {
    var members: [JSONMember] = []
    var fault: JSONFault?
    var isWhole = false

    /// - Parameter cuts: how many bytes are there at each look before the last.
    init(_ bytes: [UInt8], cuts: [Int] = [], depthMax: Int = JSONScanner.depthLimit) {
        var scanner = JSONScanner(depthMax: depthMax)
        do throws(JSONFault) {
            for count in cuts + [bytes.count] {
                let piece = Array(bytes[..<count])
                while case .member(let member) = try scanner.next(in: piece.span) { members.append(member) }
            }
            isWhole = scanner.isWhole
        } catch {
            fault = error
        }
    }
}
