// SQLite, and what Swift does not show of it: SQLITE_TRANSIENT ("copy it now") is a cast, and casts are not imported.
#ifndef HERD_CSQLITE_H
#define HERD_CSQLITE_H

#include <sqlite3.h>

static inline int herd_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *text, int bytes) {
    return sqlite3_bind_text(statement, index, text, bytes, SQLITE_TRANSIENT);
}

static inline int herd_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *blob, int bytes) {
    return sqlite3_bind_blob(statement, index, blob, bytes, SQLITE_TRANSIENT);
}

#endif
