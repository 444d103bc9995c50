-- name: schema
-- does: makes the tables of the accounts file
-- access: write
CREATE TABLE IF NOT EXISTS person (
    account TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    password TEXT,
    everywhere TEXT,
    permissions TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    created_at REAL NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS clearance (
    account TEXT NOT NULL REFERENCES person (account),
    collection TEXT NOT NULL,
    level TEXT NOT NULL,
    PRIMARY KEY (account, collection)
) STRICT;

CREATE TABLE IF NOT EXISTS session (
    token_hash BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES person (account),
    began_at REAL NOT NULL,
    seen_at REAL NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS link (
    token_hash BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES person (account),
    expires_at REAL NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS try (
    bucket TEXT NOT NULL,
    at REAL NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS try_by_bucket ON try (bucket, at);

CREATE TABLE IF NOT EXISTS secret (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    account TEXT,
    what TEXT NOT NULL,
    subject TEXT,
    hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER IF NOT EXISTS audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER IF NOT EXISTS audit_is_not_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
