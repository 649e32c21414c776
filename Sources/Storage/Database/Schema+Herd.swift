extension Schema {
    /// Herd's own file.
    ///
    /// Requests have no index but their number: each would cost every request as much again as its row, to save somebody who
    /// asks for one a few milliseconds.
    package static let herd = Schema([
        """
        CREATE TABLE experience (
            id INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL,
            node TEXT NOT NULL,
            backend TEXT NOT NULL,
            model TEXT NOT NULL,
            seen INTEGER NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (kind, node, backend, model)
        );
        CREATE INDEX experience_seen ON experience (seen);

        CREATE TABLE traces (
            id INTEGER PRIMARY KEY,
            ended INTEGER NOT NULL,
            request TEXT NOT NULL,
            client INTEGER NOT NULL,
            model TEXT,
            node TEXT,
            backend TEXT,
            outcome TEXT NOT NULL,
            status INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            waited INTEGER NOT NULL,
            first_token INTEGER,
            duration INTEGER NOT NULL,
            prompt_tokens INTEGER,
            output_tokens INTEGER
        );
        """,
        """
        CREATE TABLE nodes (
            id TEXT PRIMARY KEY,
            secret_hash TEXT NOT NULL,
            name TEXT NOT NULL,
            wish TEXT NOT NULL,
            first_seen INTEGER NOT NULL
        );
        """,
        """
        CREATE TABLE backends (
            url TEXT PRIMARY KEY,
            terms TEXT NOT NULL,
            added INTEGER NOT NULL
        );
        CREATE TABLE held_nodes (
            name TEXT PRIMARY KEY,
            since INTEGER NOT NULL
        );
        """,
        """
        ALTER TABLE nodes ADD COLUMN last_seen INTEGER NOT NULL DEFAULT 0;
        UPDATE nodes SET last_seen = CAST(strftime('%s', 'now') AS INTEGER);
        CREATE TABLE router (id TEXT NOT NULL);
        """,
    ])
}
