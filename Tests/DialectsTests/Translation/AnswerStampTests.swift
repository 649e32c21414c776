import Fleet
import Testing

@testable import Dialects

@Suite struct AnswerStampTests {
    private func stamp(_ seconds: Int64, id: String = "a") -> AnswerStamp {
        AnswerStamp(id: id, created: seconds * 1_000_000_000, model: "m", promptTokens: 0)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000000000Z"), (951_782_400, "2000-02-29T00:00:00.000000000Z"),
            (951_868_799, "2000-02-29T23:59:59.000000000Z"), (951_868_800, "2000-03-01T00:00:00.000000000Z"),
            (1_735_689_599, "2024-12-31T23:59:59.000000000Z"), (1_790_000_000, "2026-09-21T14:13:20.000000000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000000000Z"), (-5, "1970-01-01T00:00:00.000000000Z"),
        ] as [(Int64, String)]
    )
    func `a time is told as Go tells it`(seconds: Int64, text: String) {
        #expect(stamp(seconds).time(after: .zero) == text)
    }

    @Test func `an answer ages`() {
        #expect(stamp(0).time(after: 61.5) == "1970-01-01T00:01:01.500000000Z")
        #expect(stamp(60).time(after: -5) == "1970-01-01T00:01:00.000000000Z")
        #expect(stamp(0).time(after: Seconds(.infinity)) == "1973-03-03T09:46:40.000000000Z")
    }

    @Test func `an id holds only what every client takes`() {
        #expect(stamp(0, id: "req_é-7\r\n3F").callID(2) == "call_req73F_2")
    }
}
