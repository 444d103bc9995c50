-- name: schema
-- does: makes the tables of the introductions file, format 3
-- access: write
CREATE TABLE IF NOT EXISTS opt_out (
    id TEXT PRIMARY KEY,
    recorded_at REAL NOT NULL,
    recorded_by TEXT,
    note TEXT,
    withdrawn_at REAL,
    withdrawn_by TEXT
) STRICT;

CREATE TABLE IF NOT EXISTS opt_out_key (
    opt_out TEXT NOT NULL REFERENCES opt_out (id),
    key TEXT NOT NULL,
    PRIMARY KEY (opt_out, key)
) STRICT;

CREATE INDEX IF NOT EXISTS opt_out_by_key ON opt_out_key (key);

CREATE TABLE IF NOT EXISTS request (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    collection TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('public', 'members', 'restricted')),
    asker TEXT NOT NULL,
    introducer TEXT NOT NULL,
    target TEXT NOT NULL,
    asker_name TEXT NOT NULL,
    introducer_name TEXT NOT NULL,
    target_name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    plan TEXT NOT NULL,
    state TEXT NOT NULL,
    contact TEXT,
    outcome TEXT,
    outcome_on TEXT,
    created_at REAL NOT NULL,
    changed_at REAL NOT NULL,
    token_hash BLOB UNIQUE,
    token_expires_at REAL
) STRICT;

CREATE INDEX IF NOT EXISTS request_by_account ON request (account, changed_at);

CREATE TABLE IF NOT EXISTS request_step (
    request TEXT NOT NULL REFERENCES request (id),
    position INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (request, position)
) STRICT;

CREATE TABLE IF NOT EXISTS request_key (
    request TEXT NOT NULL REFERENCES request (id),
    part TEXT NOT NULL CHECK (part IN ('asker', 'introducer', 'target')),
    key TEXT NOT NULL,
    PRIMARY KEY (request, part, key)
) STRICT;

CREATE INDEX IF NOT EXISTS request_by_key ON request_key (key, part);

CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY,
    request TEXT NOT NULL REFERENCES request (id),
    at REAL NOT NULL,
    account TEXT,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    came_from TEXT,
    went_to TEXT NOT NULL,
    note TEXT
) STRICT;

CREATE INDEX IF NOT EXISTS event_by_request ON event (request, number);

CREATE TRIGGER IF NOT EXISTS event_is_not_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TRIGGER IF NOT EXISTS event_is_not_deleted BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TABLE IF NOT EXISTS account_key (
    account TEXT NOT NULL,
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (account, actor, key)
) STRICT;

CREATE INDEX IF NOT EXISTS account_by_key ON account_key (key);

CREATE TABLE IF NOT EXISTS kept_plan (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    collection TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('public', 'members', 'restricted')),
    title TEXT NOT NULL,
    ends TEXT NOT NULL,
    created_at REAL NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS kept_plan_by_account ON kept_plan (account, created_at);

CREATE TABLE IF NOT EXISTS kept_plan_line (
    kept_plan TEXT NOT NULL REFERENCES kept_plan (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    change TEXT NOT NULL CHECK (change IN ('add', 'remove', 'leave')),
    kind TEXT,
    PRIMARY KEY (kept_plan, number)
) STRICT;

CREATE TABLE IF NOT EXISTS kept_plan_actor (
    kept_plan TEXT NOT NULL REFERENCES kept_plan (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    place INTEGER NOT NULL,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (kept_plan, part, place)
) STRICT;

CREATE TABLE IF NOT EXISTS kept_plan_key (
    kept_plan TEXT NOT NULL,
    part TEXT NOT NULL,
    place INTEGER NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (kept_plan, part, place, key),
    FOREIGN KEY (kept_plan, part, place) REFERENCES kept_plan_actor (kept_plan, part, place) ON DELETE CASCADE
) STRICT;

CREATE TABLE IF NOT EXISTS group_name (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    collection TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('public', 'members', 'restricted')),
    name TEXT NOT NULL,
    members TEXT NOT NULL,
    given_at REAL NOT NULL
) STRICT;

-- Until format 3 the ids were counted up, and so told how many names there are; see FIRST_ID in group_names.py.
UPDATE group_name SET id = 4294967296 + (random() & 4503599627370495)
WHERE id < 4294967296;

CREATE TABLE IF NOT EXISTS kept_cut (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    collection TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('public', 'members', 'restricted')),
    title TEXT NOT NULL,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    keys TEXT NOT NULL,
    percent TEXT NOT NULL,
    asked TEXT NOT NULL,
    created_at REAL NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS kept_cut_by_account ON kept_cut (account, created_at);
