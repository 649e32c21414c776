/// What a backend says went wrong, whichever of the many forms it says it in.
///
/// Its words are the most useful there are, so they are passed on; but not where it runs: addresses are taken out.
enum BackendFailure {
    private static let textMax = 2000

    /// Of an answer that is no success. One that is no failure either, such as a redirection, is a failure here.
    static func error(status: UInt16, _ body: Span<UInt8>) -> DialectError {
        let value = (try? JSONValue(parsing: body)) ?? .null
        return DialectError(
            status < 400 ? 502 : status,
            text(value) ?? "The backend answered with status \(status) and no reason"
        )
    }

    /// Of a frame in the middle of a stream. The status is what it would have been.
    static func error(in frame: Span<UInt8>) -> DialectError {
        let value = (try? JSONValue(parsing: frame)) ?? .null
        return DialectError(status(value), text(value) ?? "The backend broke off with an error it does not name")
    }

    private static func text(_ value: JSONValue) -> String? {
        let error = value["error"]
        let candidates = [error?["message"], error, value["message"], value["detail"]]
        guard let text = candidates.compactMap({ $0?.string }).first(where: { !$0.isEmpty }) else { return nil }
        return withoutAddresses(String(text.prefix(textMax)))
    }

    private static func status(_ value: JSONValue) -> UInt16 {
        let error = value["error"]
        if let code = error?["code"]?.integer ?? value["code"]?.integer, 400..<600 ~= code { return UInt16(code) }
        switch error?["type"]?.string ?? value["type"]?.string {
        case "invalid_request_error", "BadRequestError": return 400
        case "authentication_error": return 401
        case "billing_error": return 402
        case "permission_error": return 403
        case "not_found_error", "NotFoundError": return 404
        case "request_too_large": return 413
        case "rate_limit_error": return 429
        case "overloaded_error", "unavailable_error": return 503
        case "timeout_error": return 504
        default: return 500
        }
    }

    // MARK: Addresses

    /// The text with `http://10.0.0.7:11434/api` as `http://backend/api`. A name without a port is left: that is a link to
    /// something to read.
    static func withoutAddresses(_ text: String) -> String {
        var rest = text[...]
        var output = ""
        while let mark = rest.firstRange(of: "://") {
            output += rest[..<mark.upperBound]
            rest = rest[mark.upperBound...]
            let authority = rest.prefix { !" /\"'\\?#,;)".contains($0) }
            output += isAddress(authority) ? "backend" : authority
            rest = rest[authority.endIndex...]
        }
        return output + rest
    }

    private static func isAddress(_ authority: Substring) -> Bool {
        authority.contains(":") || authority.hasPrefix("localhost")
            || !authority.isEmpty && authority.allSatisfy { $0 == "." || "0"..."9" ~= $0 }
    }
}
