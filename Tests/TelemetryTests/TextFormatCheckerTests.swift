import Testing

@Suite struct TextFormatCheckerTests {
    @Test func `the example of a good page passes`() throws {
        let page = """
            # HELP a_total Requests\\nso far.
            # TYPE a_total counter
            a_total{code="200",path="C:\\\\\\"x\\"\\n"} 3
            a_total{code="500"} 0
            # TYPE h histogram
            h_bucket{le="0.1"} 1
            h_bucket{le="+Inf"} 2
            h_sum 3.5e-1
            h_count 2

            """
        let checker = try TextFormatChecker(page)
        #expect(checker.families["a_total"]?.samples.first?.labels["path"] == "C:\\\"x\"\n")
        #expect(checker.families["h"]?.samples.count == 4)
    }

    @Test(arguments: [
        "a 1",
        "1a 1\n",
        "a-b 1\n",
        "a one\n",
        "a  1\n",
        "a{} 1\na 2\n",
        "a{b=\"1\",b=\"2\"} 1\n",
        "a{b=\"1} 1\n",
        "a{b:c=\"1\"} 1\n",
        "a{b=\"\\x\"} 1\n",
        "# TYPE a tally\na 1\n",
        "# TYPE a counter\na -1\n",
        "a 1\n# TYPE a counter\n",
        "# HELP a x\n# HELP a y\n",
        "a 1\nb 1\na{x=\"1\"} 1\n",
        "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n",
        "# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
        "# TYPE h histogram\nh_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
        "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n",
        "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_count 1\n",
    ])
    func `the checker refuses what the format forbids`(page: String) {
        #expect(throws: TextFormatChecker.Fault.self) { try TextFormatChecker(page) }
    }
}
