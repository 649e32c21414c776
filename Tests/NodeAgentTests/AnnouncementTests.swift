import Fleet
import Testing

@testable import NodeAgent

@Suite struct AnnouncementTests {
    private let start = Instant(nanoseconds: 0)

    private func model(_ name: String, expiresIn: Seconds? = nil) throws -> ModelReport {
        var model = ModelReport(try #require(ModelName(name)), .resident)
        model.expiresIn = expiresIn
        return model
    }

    private func beat(_ lists: [String: [ModelReport]]) -> Heartbeat {
        var beat = Heartbeat(node: "studio")
        beat.labels = ["gpu"]
        beat.backends = lists.sorted { $0.key < $1.key }.map { name, models in
            var report = BackendReport(name: name, kind: .ollama)
            report.models = models
            report.running = 1
            return report
        }
        return beat
    }

    /// What a router is told that has taken everything up to now.
    private func joined(_ whole: Heartbeat) -> Announcement {
        var announcement = Announcement()
        let hasMore = announcement.taken(announcement.pared(whole, at: start), by: 7, at: start)
        let isAll = announcement.taken(announcement.pared(whole, at: start), by: 7, at: start)
        #expect(hasMore && !isAll)
        return announcement
    }

    @Test func `the first word has no backends, the second has all`() throws {
        var announcement = Announcement()
        let whole = beat(["ollama": [try model("a")]])
        #expect(announcement.pared(whole, at: start).backends == nil)
        let hasMore = announcement.taken(Heartbeat(node: "studio"), by: 7, at: start)
        #expect(hasMore)
        let second = announcement.pared(whole, at: start)
        #expect(second.backends?[0].models?.count == 1 && second.labels == ["gpu"])
    }

    @Test func `what the machine is made of is told again only when it changes`() {
        var whole = beat(["ollama": []])
        whole.machine = MachineReport()
        whole.machine?.chip = "M2"
        var announcement = joined(whole)
        #expect(announcement.pared(whole, at: start + 2).machine == nil)
        whole.machine?.isOnBattery = true
        #expect(announcement.pared(whole, at: start + 4).machine == whole.machine)
        announcement.forget()
        _ = announcement.taken(announcement.pared(whole, at: start + 6), by: 8, at: start + 6)
        #expect(announcement.pared(whole, at: start + 8).machine == whole.machine)
    }

    @Test func `a list is told again only when it changes, figures always`() throws {
        let announcement = joined(beat(["ollama": [try model("a")]]))
        let same = announcement.pared(beat(["ollama": [try model("a")]]), at: start + 2)
        #expect(same.backends?.count == 1 && same.backends?[0].models == nil && same.backends?[0].running == 1)
        #expect(same.labels == nil)
        let changed = announcement.pared(beat(["ollama": [try model("a"), try model("b")]]), at: start + 2)
        #expect(changed.backends?[0].models?.count == 2)
    }

    @Test func `a new backend is told with its list, and the others without`() throws {
        let announcement = joined(beat(["ollama": [try model("a")]]))
        let beat = announcement.pared(beat(["ollama": [try model("a")], "vllm": [try model("b")]]), at: start)
        #expect(beat.backends?.map { $0.models?.count } == [nil, 1])
    }

    @Test func `what a server says of a model is told once, and of one in memory with each list`() throws {
        var (first, second) = (try model("a"), try model("b"))
        first.card = ModelCard(.ollama, [1], resident: [2])
        second.card = ModelCard(.ollama, [3])
        var announcement = joined(beat(["ollama": [first, second]]))
        // The time in them is no news.
        first.card?.resident = [4]
        #expect(announcement.pared(beat(["ollama": [first, second]]), at: start + 2).backends?[0].models == nil)

        let changed = announcement.pared(beat(["ollama": [first, second, try model("c")]]), at: start + 4)
        let cards = changed.backends?[0].models?.map(\.card)
        #expect(cards == [ModelCard(.ollama, [], resident: [4]), nil, nil])
        _ = announcement.taken(changed, by: 7, at: start + 4)
        let same = announcement.pared(beat(["ollama": [first, second, try model("c")]]), at: start + 5)
        #expect(same.backends?[0].models == nil)
        second.card = ModelCard(.ollama, [5])
        let again = announcement.pared(beat(["ollama": [first, second]]), at: start + 6)
        #expect(again.backends?[0].models?.map(\.card) == [ModelCard(.ollama, [], resident: [4]), second.card])

        announcement.forget()
        let whole = beat(["ollama": [first, second]])
        _ = announcement.taken(announcement.pared(whole, at: start), by: 8, at: start)
        #expect(announcement.pared(whole, at: start).backends?[0].models?.map(\.card) == [first.card, second.card])
    }

    @Test func `what servers say of very many models is told by and by`() throws {
        let entry = [UInt8](repeating: 1, count: 4000)
        let models = try (0..<1000).map { number in
            var model = try model("m\(number)")
            model.card = ModelCard(.ollama, entry)
            return model
        }
        var announcement = Announcement()
        _ = announcement.taken(Heartbeat(node: "studio"), by: 7, at: start)
        let first = announcement.pared(beat(["ollama": models]), at: start)
        let told = first.backends?[0].models?.count { $0.card != nil } ?? 0
        #expect(first.backends?[0].models?.count == 1000 && told == (2 << 20) / entry.count)
        _ = announcement.taken(first, by: 7, at: start)
        let second = announcement.pared(beat(["ollama": models]), at: start)
        #expect(second.backends?[0].models?.count { $0.card != nil } == 1000 - told)
        _ = announcement.taken(second, by: 7, at: start)
        #expect(announcement.pared(beat(["ollama": models]), at: start).backends?[0].models == nil)
    }

    @Test func `one that went and came back is told anew`() throws {
        var announcement = joined(beat(["ollama": [try model("a")]]))
        let without = announcement.pared(beat([:]), at: start)
        _ = announcement.taken(without, by: 7, at: start)
        #expect(announcement.pared(beat(["ollama": [try model("a")]]), at: start).backends?[0].models?.count == 1)
    }

    @Test func `a router that was started again is told everything again`() throws {
        let whole = beat(["ollama": [try model("a")]])
        var announcement = joined(whole)
        let hasMore = announcement.taken(announcement.pared(whole, at: start), by: 8, at: start)
        #expect(hasMore)
        #expect(announcement.pared(whole, at: start).backends?[0].models?.count == 1)
    }

    @Test func `what was lost on the way is told again`() throws {
        let whole = beat(["ollama": [try model("a")]])
        var announcement = joined(whole)
        announcement.forget()
        #expect(announcement.pared(whole, at: start).backends == nil)
    }

    @Test func `that time passes until a model is unloaded is no news, that it was put off is`() throws {
        let announcement = joined(beat(["ollama": [try model("a", expiresIn: 300)]]))
        let later = announcement.pared(beat(["ollama": [try model("a", expiresIn: 240)]]), at: start + 60)
        #expect(later.backends?[0].models == nil)
        let used = announcement.pared(beat(["ollama": [try model("a", expiresIn: 300)]]), at: start + 60)
        #expect(used.backends?[0].models?.count == 1)
        let kept = announcement.pared(beat(["ollama": [try model("a")]]), at: start + 60)
        #expect(kept.backends?[0].models?.count == 1)
    }
}
