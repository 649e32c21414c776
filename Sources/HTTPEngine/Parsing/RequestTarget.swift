/// A request target taken apart: which of the four forms it has, what path and what authority it names.
///
/// Any printable ASCII byte but `#` may stand in a path or query, also those a strict URI would escape (`|`, `{`): browsers
/// send them, and they are the backend's to judge. The authority is ours to route by, so it is judged strictly here.
struct RequestTarget {
    var path: HeadSlice
    var authority: HeadSlice?

    init(_ target: HeadSlice, method: Method, in bytes: Span<UInt8>) throws(HeadFault) {
        let range = target.range
        if method == .connect {
            guard bytes.isAuthority(target), bytes.hasPort(target) else { throw .connectWithoutAuthority }
            self.init(path: .empty, authority: target)
        } else if bytes[range.lowerBound] == Byte.slash {
            self.init(path: target, authority: nil)
        } else if bytes[range.lowerBound] == Byte.asterisk, target.count == 1 {
            guard method == .options else { throw .asteriskNotForMethod }
            self.init(path: target, authority: nil)
        } else if let start = bytes.endOfScheme(range) {
            try self.init(afterScheme: start..<range.upperBound, in: bytes)
        } else {
            throw bytes.isAuthority(target) && bytes.hasPort(target) ? .authorityNotForMethod : .invalidTarget
        }
    }

    private init(path: HeadSlice, authority: HeadSlice?) {
        self.path = path
        self.authority = authority
    }

    /// `host:port/path?query`. A query right after the host would need a slash that is not there: refused.
    private init(afterScheme range: Range<Int>, in bytes: Span<UInt8>) throws(HeadFault) {
        var index = range.lowerBound
        while index < range.upperBound, bytes[index] != Byte.slash { index += 1 }
        let authority = HeadSlice(range.lowerBound..<index)
        guard bytes.isAuthority(authority) else { throw .invalidTarget }
        self.init(path: HeadSlice(index..<range.upperBound), authority: authority)
    }
}

extension Span where Element == UInt8 {
    /// Where the authority of an absolute target starts; nil without `http://` or `https://`.
    fileprivate func endOfScheme(_ range: Range<Int>) -> Int? {
        for scheme: StaticString in ["http://", "https://"] {
            if hasPrefix(scheme, at: HeadSlice(range)) { return range.lowerBound + scheme.utf8CodeUnitCount }
        }
        return nil
    }

    /// The slice is a host with an optional port: a name of letters, digits and `-._~`, or an IPv6 address in brackets.
    ///
    /// Narrower than a URI's authority on purpose. Commas would be two Host fields merged into one, `@` would hide the
    /// host behind a user name, and escapes would be compared as different names.
    func isAuthority(_ slice: HeadSlice) -> Bool {
        var index = slice.range.lowerBound
        let end = slice.range.upperBound
        if index < end, self[index] == Byte.openBracket {
            let start = index + 1
            index = start
            while index < end, self[index].isAddressV6 { index += 1 }
            guard index - start >= 2, index - start <= 45, index < end, self[index] == Byte.closeBracket else {
                return false
            }
            index += 1
        } else {
            let start = index
            while index < end, self[index].isHostName { index += 1 }
            guard index > start else { return false }
        }
        if index == end { return true }
        guard self[index] == Byte.colon else { return false }
        return isPort(index + 1..<end)
    }

    /// Up to five digits; none at all is allowed by the grammar and means the scheme's own port.
    private func isPort(_ range: Range<Int>) -> Bool {
        var port: UInt32 = 0
        guard range.count <= 5 else { return false }
        for index in range {
            let digit = self[index] &- Byte.zero
            guard digit < 10 else { return false }
            port = port &* 10 &+ UInt32(digit)
        }
        return port <= 65535
    }

    /// An authority that ends in a port with at least one digit.
    fileprivate func hasPort(_ authority: HeadSlice) -> Bool {
        var index = authority.range.upperBound
        while index > authority.range.lowerBound, self[index - 1].isDigit { index -= 1 }
        return index < authority.range.upperBound && index > authority.range.lowerBound
            && self[index - 1] == Byte.colon
    }
}

extension UInt8 {
    /// Letters, digits and `-._~`
    fileprivate var isHostName: Bool {
        let mask: UInt64 = self < 64 ? 0x03FF_6000_0000_0000 : 0x47FF_FFFE_87FF_FFFE
        return self < 128 && mask &>> UInt64(self & 63) & 1 == 1
    }

    fileprivate var isAddressV6: Bool { hexValue < 16 || self == Byte.colon || self == 0x2E }
}
