import Testing

@testable import Routing

/// What stands in for a value nobody reported.
@Suite struct ArrayMedianTests {
    @Test func `it is the one that sorting would put in the middle, the lower of two`() {
        for count in 1...60 {
            // Each number once, in an order without order; then many of the same.
            let mixed = (0..<count).map { Double($0 * 37 % 61) }
            for values in [mixed, mixed.map { ($0 / 9).rounded() }, mixed.sorted(), mixed.sorted(by: >)] {
                var list = values
                let median = list.selectMedian()
                #expect(median == values.sorted()[(count - 1) / 2])
                #expect(list.sorted() == values.sorted())
            }
        }
    }

    @Test func `values that were chosen against it are sorted`() {
        // The smallest lie where the pivots are looked for: every round takes away one or two.
        var values: [Double] = []
        for value in stride(from: 400.0, to: 0, by: -1) { values.insert(value, at: values.count / 2) }
        let sorted = values.sorted()
        #expect(values.selectMedian() == sorted[(sorted.count - 1) / 2])
    }
}
