-- name: create_spool
-- does: makes the tables of an empty spool
CREATE TABLE actors (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, level INTEGER NOT NULL, hash BLOB NOT NULL,
    file TEXT NOT NULL, locator TEXT NOT NULL, packed BLOB NOT NULL
) STRICT;
CREATE TABLE ties (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, level INTEGER NOT NULL, hash BLOB NOT NULL,
    file TEXT NOT NULL, locator TEXT NOT NULL, packed BLOB NOT NULL, ego TEXT NOT NULL, alter_id TEXT NOT NULL
) STRICT;
CREATE TABLE live (
    sort TEXT NOT NULL, id TEXT NOT NULL PRIMARY KEY, hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE issues (
    seq INTEGER PRIMARY KEY, rule TEXT NOT NULL, is_refusal INTEGER NOT NULL, file TEXT NOT NULL, locator TEXT NOT NULL,
    column_name TEXT, value TEXT, advice TEXT NOT NULL
) STRICT;
