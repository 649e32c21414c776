/// Why a body cannot be read on: its framing is broken, so where it ends is unknown and the connection is lost.
package enum ChunkFault: Error, Hashable, Sendable {
    /// A chunk's line does not start with a hexadecimal digit, or goes on with something that is none.
    case invalidSize
    case sizeTooLarge
    /// Refused although the grammar knows them: no sender of ours uses them, and implementations disagree about where
    /// such a line ends (quoted strings, bare line feeds), which is all that is needed to smuggle a request.
    case extensionNotAccepted
    case bareLineFeed
    case bareCarriageReturn
    /// The bytes after a chunk's data are not CR LF.
    case dataTooLong
    case trailers(HeadFault)

    /// What to answer a client if nothing was answered yet.
    package var status: UInt16 {
        if case .trailers(let fault) = self { fault.status } else { 400 }
    }

    /// One sentence for the sender. It never repeats what was sent.
    package var explanation: String {
        switch self {
        case .invalidSize: "A chunk must start with its size in hexadecimal digits and nothing else."
        case .sizeTooLarge: "A chunk is larger than any chunk can be."
        case .extensionNotAccepted: "Chunk extensions are not accepted."
        case .bareLineFeed: "A chunk line ends with LF alone: lines must end with CR LF."
        case .bareCarriageReturn: "A CR is not followed by LF."
        case .dataTooLong: "A chunk's data is not followed by CR LF."
        case .trailers(let fault): fault.explanation
        }
    }
}
