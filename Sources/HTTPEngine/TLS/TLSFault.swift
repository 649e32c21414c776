import CCurl

/// Why no TLS connection came about, in words that say what to do. They are for the operator, who finds them in the log and
/// with the node; they hold a certificate's particulars, never a key.
package struct TLSFault: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    /// - Parameters:
    ///   - words: of the library.
    ///   - verdict: on the certificate, in the numbers of OpenSSL; other libraries have others, or none.
    init(_ code: Int32, _ words: String, verdict: Int, caFile: String?) {
        description =
            switch UInt32(bitPattern: code) {
            case HERD_CURL_PEER_FAILED_VERIFICATION.rawValue:
                "its certificate is refused (\(words)): \(Self.advice(verdict, caFile))"
            case HERD_CURL_SSL_CACERT_BADFILE.rawValue:
                "the file of authorities cannot be used (\(words)): ca-file must name a readable file in PEM form"
            case HERD_CURL_SSL_CONNECT_ERROR.rawValue:
                "TLS could not be agreed on (\(words)): is it https that is spoken at this port?"
            default: "TLS failed: \(words)"
            }
    }

    private static func advice(_ verdict: Int, _ caFile: String?) -> String {
        switch verdict {
        // Names are compared before signatures are looked at.
        case 0, 1: "name the backend as its certificate does"
        case 2, 18...21:
            caFile == nil
                ? "it is signed by nobody this system knows; name the authority's certificate with ca-file"
                : "it is not signed by an authority in ca-file"
        case 9: "it is not valid yet; is the clock right?"
        case 10: "it has expired; renew it"
        default: "it must be valid, for this name, and signed by an authority of this system or of ca-file"
        }
    }
}
