/// The beginnings of prompts a backend still holds: the least recently used leave when it is full.
package struct PromptCache {
    private var blocks: [UInt64: (tokens: Int, usedAt: Int)] = [:]
    private var total = 0
    private var clock = 0

    package init() {}

    package func longest(_ marks: [Job.Mark]) -> Int {
        var tokens = 0
        for mark in marks {
            guard blocks[mark.hash] != nil else { break }
            tokens = mark.tokens
        }
        return tokens
    }

    package mutating func insert(_ marks: [Job.Mark], capacity: Int) {
        var before = 0
        clock += 1
        for (index, mark) in marks.enumerated() {
            // The end of a prompt is forgotten before its beginning.
            let stamp = clock * 1000 - index
            if blocks.updateValue((mark.tokens - before, stamp), forKey: mark.hash) == nil {
                total += mark.tokens - before
            }
            before = mark.tokens
        }
        guard total > capacity else { return }
        for (hash, block) in blocks.sorted(by: { $0.value.usedAt < $1.value.usedAt }) where total > capacity {
            blocks[hash] = nil
            total -= block.tokens
        }
    }
}
