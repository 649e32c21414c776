import Testing

@testable import Configuration

@Suite struct NearestNameTests {
    private static let names = ["studio", "studio-2", "attic", "Mini", "10.0.0.5:8000"]

    @Test(arguments: [
        ("studoi", ["studio"]), ("Attic", ["attic"]), ("mini", ["Mini"]), ("stu", ["studio", "studio-2"]),
        ("10.0.0.6:8000", ["10.0.0.5:8000"]), ("nothing", []), ("", []), ("x", []),
    ])
    func `all are named that may have been meant, the nearest first`(written: String, near: [String]) {
        #expect(NearestName.all(written, among: Self.names) == near)
    }

    @Test func `of many three are named`() {
        #expect(NearestName.all("node-1", among: (10...30).map { "node-\($0)" }).count == 3)
    }
}
