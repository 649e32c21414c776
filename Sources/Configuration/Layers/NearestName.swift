/// The known name that somebody probably meant: few letters away, or the only one that begins this way.
package enum NearestName {
    /// All that somebody may have meant, the nearest first, whatever its capitals; three at most.
    package static func all(_ written: String, among names: some Sequence<String>) -> [String] {
        let small = written.lowercased()
        let distanceMax = min(3, max(1, written.count / 3))
        let near = names.map { (name: $0, distance: distance(small, $0.lowercased())) }
            .filter { $0.distance <= distanceMax || small.count >= 3 && $0.name.lowercased().contains(small) }
        return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }

    static func of(_ written: String, among names: [String]) -> String? {
        let distanceMax = min(3, max(1, written.count / 3))
        let nearest = names.map { (name: $0, distance: distance(written, $0)) }.min { $0.distance < $1.distance }
        if let nearest, nearest.distance <= distanceMax { return nearest.name }
        let longer = names.filter { written.count >= 3 && $0.hasPrefix(written) }
        return longer.count == 1 ? longer[0] : nil
    }

    /// `; did you mean …?`, or nothing.
    static func hint(_ written: String, among names: [String], prefix: String = "") -> String {
        of(written, among: names).map { "; did you mean \(prefix)\($0)?" } ?? ""
    }

    /// Letters to insert, delete, change or swap with their neighbour (optimal string alignment).
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8.prefix(64)), Array(right.utf8.prefix(64)))
        var rows = [Array(0...right.count)]
        for row in 0..<left.count {
            var costs = [row + 1]
            for column in 0..<right.count {
                let change = rows[row][column] + (left[row] == right[column] ? 0 : 1)
                var cost = min(change, costs[column] + 1, rows[row][column + 1] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, rows[row - 1][column - 1] + 1)
                }
                costs.append(cost)
            }
            rows.append(costs)
        }
        return rows[left.count][right.count]
    }
}
