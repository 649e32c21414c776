extension Array where Element == UInt8 {
    func firstIndex(of text: StaticString, from start: Int) -> Int? {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return withUnsafeBufferPointer { all in
            var place = start
            while place + wanted.count <= all.count {
                if all[place] == wanted[0], all[place..<place + wanted.count].elementsEqual(wanted) { return place }
                place += 1
            }
            return nil
        }
    }

    /// The decimal number that follows the text.
    func number(after text: StaticString) -> Int? {
        guard let place = firstIndex(of: text, from: 0) else { return nil }
        let digits = self[(place + text.utf8CodeUnitCount)...].prefix { $0 >= 48 && $0 <= 57 }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
