import Fleet
import Testing

@testable import NodeAgent

@Suite struct RouterAnswerTests {
    @Test func `an answer is read with all it says`() throws {
        let body = #"{"node":"a-2","beat_every":2.5,"run":77,"seen_at":"10.0.0.5","same_machine":true,"new":[1]}"#
        let answer = try #require(RouterAnswer(Array(body.utf8)))
        #expect(answer.node == "a-2" && answer.beatEvery == 2.5 && answer.run == 77)
        #expect(answer.seenAt == "10.0.0.5" && answer.isSameMachine)
    }

    @Test func `a router that says little is understood`() throws {
        let answer = try #require(RouterAnswer(Array(#"{"node":"a"}"#.utf8)))
        #expect(answer.run == 0 && answer.beatEvery == nil && !answer.isSameMachine)
    }

    @Test(arguments: ["", "ok", "[]", "{}", #"{"node":1}"#])
    func `anything else is no answer`(body: String) {
        #expect(RouterAnswer(Array(body.utf8)) == nil)
    }

    @Test func `a complaint is passed on in its own words`() {
        #expect(RouterAnswer.complaint(403, Array(#"{"error":"not you"}"#.utf8)) == "not you")
        #expect(RouterAnswer.complaint(404, Array("<html>".utf8)).contains("404"))
    }
}
