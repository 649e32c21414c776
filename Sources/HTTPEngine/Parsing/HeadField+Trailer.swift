extension HeadField {
    /// Whether a field may be sent after the body (RFC 9110, 6.5.1): nothing that frames, routes, authorises or modifies the
    /// request, or says how the body is to be read. All of that was decided before the body began.
    func mayTrail(in bytes: Span<UInt8>) -> Bool {
        guard kind == .other else { return false }
        for forbidden in Self.forbiddenInTrailers where bytes.matches(forbidden, at: name) { return false }
        return !bytes.hasPrefix("x-forwarded-", at: name)
    }

    private static var forbiddenInTrailers: [StaticString] {
        [
            "age", "cache-control", "content-range", "cookie", "expires", "forwarded", "if-match", "if-modified-since",
            "if-none-match", "if-range", "if-unmodified-since", "location", "max-forwards", "origin", "pragma", "range",
            "set-cookie", "vary", "warning", "www-authenticate", "x-api-key",
        ]
    }
}
