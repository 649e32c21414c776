import Synchronization

/// Rows of atomic numbers, one row for each shard, far enough apart that two threads never fight for a cache line.
///
/// Whoever adds passes its shard (a loop its own number); readers add up the rows. All accesses are relaxed: each number is right
/// for itself, and a scrape may see one sum a moment older than another.
final class ShardedCells: @unchecked Sendable {
    // Sendable, because the memory is allocated once, never moved, holds nothing but atomics, and is freed when nobody refers to it.
    private let cells: UnsafeMutablePointer<Atomic<Int>>
    private let stride: Int
    private let mask: Int
    let width: Int

    /// - Parameter shards: rounded up to a power of two, so that any shard number can be folded into the range.
    init(width: Int, shards: Int) {
        precondition(width > 0 && shards > 0)
        let rows = 1 << (Int.bitWidth - (shards - 1).leadingZeroBitCount)
        self.width = width
        mask = rows - 1
        // 128 bytes: two lines, which some processors fetch as a pair.
        stride = (width + 15) & ~15
        let bytes = UnsafeMutableRawPointer.allocate(
            byteCount: stride * rows * MemoryLayout<Atomic<Int>>.stride,
            alignment: 128
        )
        cells = bytes.bindMemory(to: Atomic<Int>.self, capacity: stride * rows)
        for index in 0..<stride * rows { (cells + index).initialize(to: Atomic(0)) }
    }

    deinit {
        cells.deinitialize(count: stride * (mask + 1))
        cells.deallocate()
    }

    @inline(__always)
    func add(_ amount: Int, to column: Int, shard: Int) {
        precondition(column < width && column >= 0)
        cells[(shard & mask) * stride + column].wrappingAdd(amount, ordering: .relaxed)
    }

    func store(_ value: Int, in column: Int) {
        precondition(column < width && column >= 0)
        cells[column].store(value, ordering: .relaxed)
    }

    func sum(of column: Int) -> Int {
        (0...mask).reduce(0) { $0 &+ cells[$1 * stride + column].load(ordering: .relaxed) }
    }
}
