/// Who must be at the other end of a connection: the name its certificate is to be for, and who may have signed that.
package struct TLSPeer: Equatable, Sendable {
    /// The authority of the endpoint's address.
    let authority: String
    /// A file of the authorities that are believed, in the place of the system's.
    let caFile: String?
}
