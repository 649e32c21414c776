import Dispatch
package import Fleet

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Measures how fast the main memory is, for machines that no table knows: copies blocks that no cache holds, with a few
/// processors at once, and takes the best of a few rounds.
///
/// It takes the machine for about a tenth of a second: run it once, when nothing else runs, and keep the result.
package enum MemoryBandwidth {
    private static let blockBytes = 32 << 20
    private static let rounds = 3

    /// Read and written bytes together. Nil where there is not enough memory for it.
    package static func measure(processors: Int, clock: () -> Instant) -> BytesPerSecond? {
        let workers = min(max(processors, 1), 4)
        guard let memory = mmap(nil, workers * 2 * blockBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
            memory != MAP_FAILED
        else { return nil }
        defer { munmap(memory, workers * 2 * blockBytes) }
        // Pages that were never written are all the same one, and in the cache.
        memset(memory, 1, workers * 2 * blockBytes)
        var best = 0.0
        for _ in 0..<rounds {
            let start = clock()
            copy(in: UInt(bitPattern: memory), workers: workers)
            let seconds = (clock() - start).value
            if seconds > 0 { best = max(best, Double(workers * 2 * blockBytes) / seconds) }
        }
        return best > 0 && best.isFinite ? BytesPerSecond(best) : nil
    }

    /// Each worker has two blocks of its own.
    private static func copy(in memory: UInt, workers: Int) {
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            let from = UnsafeMutableRawPointer(bitPattern: memory + UInt(worker * 2 * blockBytes))
            let to = UnsafeMutableRawPointer(bitPattern: memory + UInt((worker * 2 + 1) * blockBytes))
            if let from, let to { memcpy(to, from, blockBytes) }
        }
    }
}
