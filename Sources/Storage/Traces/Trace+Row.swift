import Fleet
import Telemetry

/// As the table keeps it, column by column in its order; moments and durations in whole microseconds.
extension Trace {
    func insert(into connection: Connection) throws(DatabaseError) {
        try connection.run(
            "INSERT INTO traces VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            .integer(ended.microseconds),
            .text(request),
            .integer(Int64(bitPattern: client.hash)),
            .text(model?.text),
            .text(node),
            .text(backend),
            .text(outcome.rawValue),
            .integer(status),
            .integer(attempts),
            .integer(waited.microseconds),
            .integer(timeToFirstToken?.microseconds),
            .integer(duration.microseconds),
            .integer(promptTokens),
            .integer(outputTokens)
        )
    }

    /// The oldest stand first, and as a rule ended first: looking stops at the first that is young enough.
    static func remove(endedBefore oldest: Int64, beyond countMax: Int, _ connection: Connection) throws(DatabaseError)
    {
        try connection.run(
            "DELETE FROM traces WHERE id < (SELECT id FROM traces WHERE ended >= ? ORDER BY id LIMIT 1)",
            .integer(oldest)
        )
        try connection.run("DELETE FROM traces WHERE id <= (SELECT max(id) FROM traces) - ?", .integer(countMax))
    }

    static func newest(_ count: Int, _ connection: Connection) throws(DatabaseError) -> [Trace] {
        try connection.rows("SELECT * FROM traces ORDER BY id DESC LIMIT ?", .integer(count)) { Trace($0) }
    }

    static func last(of request: String, _ connection: Connection) throws(DatabaseError) -> Trace? {
        try connection.rows("SELECT * FROM traces WHERE request = ? ORDER BY id DESC LIMIT 1", .text(request)) {
            Trace($0)
        }.first
    }

    private init(_ row: borrowing Row) {
        self.init(
            request: row.text(2) ?? "",
            ended: WallTime(microseconds: row.integer(1) ?? 0),
            client: ClientID(hash: UInt64(bitPattern: row.integer(3) ?? 0)),
            outcome: row.text(7).flatMap { Outcome(rawValue: $0) } ?? .failed,
            status: Int(row.integer(8) ?? 0)
        )
        model = row.text(4).flatMap { ModelName($0) }
        node = row.text(5)
        backend = row.text(6)
        attempts = Int(row.integer(9) ?? 0)
        waited = .microseconds(row.integer(10) ?? 0)
        timeToFirstToken = row.integer(11).map { .microseconds($0) }
        duration = .microseconds(row.integer(12) ?? 0)
        promptTokens = row.integer(13).map { Int($0) }
        outputTokens = row.integer(14).map { Int($0) }
    }

    private typealias WallTime = Telemetry.WallTime
}

extension Duration {
    fileprivate var microseconds: Int { wholeNanoseconds / 1_000 }
}

extension Telemetry.WallTime {
    var microseconds: Int64 { seconds * 1_000_000 + Int64(nanoseconds) / 1_000 }

    fileprivate init(microseconds: Int64) {
        let rest = microseconds % 1_000_000
        let fraction = rest < 0 ? rest + 1_000_000 : rest
        self.init(seconds: (microseconds - fraction) / 1_000_000, nanoseconds: Int32(fraction) * 1_000)
    }
}
