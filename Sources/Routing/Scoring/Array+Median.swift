extension Array where Element == Double {
    /// The middle one, the lower of two in the middle; there must be one. Puts the values into another order.
    ///
    /// Linear in their number, as all of a decision: each round keeps the side that the middle is on. Who chooses his values so
    /// that the pivots are bad ones makes it a sort.
    mutating func selectMedian() -> Double {
        let middle = (count - 1) / 2
        var rest = 0..<count
        for _ in 0..<32 {
            let equal = partition(rest)
            if equal.contains(middle) { return self[middle] }
            rest = middle < equal.lowerBound ? rest.lowerBound..<equal.lowerBound : equal.upperBound..<rest.upperBound
        }
        sort()
        return self[middle]
    }

    /// What is smaller than the pivot before it, what is larger behind: answers where those lie that are the same.
    private mutating func partition(_ range: Range<Int>) -> Range<Int> {
        let pivot = middleOf(
            self[range.lowerBound],
            self[(range.lowerBound + range.upperBound) / 2],
            self[range.upperBound - 1]
        )
        var (low, high) = (range.lowerBound, range.upperBound)
        var index = low
        while index < high {
            if self[index] < pivot {
                swapAt(index, low)
                low += 1
                index += 1
            } else if self[index] > pivot {
                high -= 1
                swapAt(index, high)
            } else {
                index += 1
            }
        }
        return low..<high
    }
}

private func middleOf(_ a: Double, _ b: Double, _ c: Double) -> Double { max(min(a, b), min(max(a, b), c)) }
