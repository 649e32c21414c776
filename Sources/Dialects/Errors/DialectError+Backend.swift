extension DialectError {
    /// What a backend's refusal says, in whatever form; addresses are taken out.
    package init(_ status: UInt16, saidIn body: Span<UInt8>) {
        self = BackendFailure.error(status: status, body)
    }

    // What a translator finds a backend's answer to be.

    static var brokenOff: DialectError { DialectError(502, "The backend's answer broke off before its end") }
    static var unreadable: DialectError { DialectError(502, "The backend's answer cannot be read") }
    static var tooLarge: DialectError { DialectError(502, "The backend's answer has a part that is too large") }
    static var badArguments: DialectError {
        DialectError(502, "The model called a tool with arguments that are not a JSON object")
    }

    /// Why a whole answer is no JSON object.
    init(unreadable body: Span<UInt8>) {
        do {
            _ = try JSONValue(parsing: body)
            self = .unreadable
        } catch {
            self = error.reason == .truncated ? .brokenOff : .unreadable
        }
    }

    /// Only Anthropic's clients know what 529 is.
    func told(to dialect: Dialect) -> DialectError {
        var error = self
        if status == 529, dialect != .anthropic { error.status = 503 }
        return error
    }
}
