/// Inputs worth keeping: heads and bodies of real programs, attacks from the literature, and whatever the fuzzer once found.
///
/// One a line, escaped as by `Escape`; lines that start with `#!` are remarks. The unit tests replay all of them, the fuzzer
/// starts from them.
package enum Corpus {
    package static let requests = read(PackageResources.Requests_txt)
    package static let responses = read(PackageResources.Responses_txt)
    package static let chunks = read(PackageResources.Chunks_txt)

    package static func inputs(for subject: Differential.Subject) -> [[UInt8]] {
        switch subject {
        case .requests: requests
        case .responses: responses
        case .chunks: chunks
        }
    }

    private static func read(_ file: [UInt8]) -> [[UInt8]] {
        file.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }.filter { !$0.hasPrefix("#!") }.map {
            line in
            guard let bytes = Escape.bytes(line) else {
                preconditionFailure("a line of the corpus cannot be read: \(line)")
            }
            return bytes
        }
    }
}
