-- name: migrate_1
-- does: makes the tables of format 1
-- access: schema
-- params: none
-- returns: nothing
PRAGMA application_id = 1735620195;
PRAGMA user_version = 1;

CREATE TABLE store (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    store_id TEXT NOT NULL,
    published INTEGER NOT NULL
) STRICT;

CREATE TABLE run (
    number INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    account TEXT,
    importer TEXT,
    source TEXT,
    collection TEXT,
    files TEXT NOT NULL,
    counts TEXT NOT NULL,
    undoes INTEGER
) STRICT;

CREATE TABLE lock (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    run INTEGER NOT NULL REFERENCES run (number),
    holder TEXT NOT NULL,
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    until REAL NOT NULL
) STRICT;

-- Numbers stand for texts that come again and again.
CREATE TABLE word (n INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE source (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

-- stamp: see graphsvc.store.stamps; NULL where nothing is live.
CREATE TABLE scope (
    n INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    level INTEGER NOT NULL,
    stamp BLOB
) STRICT;

CREATE TABLE scope_pair (
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    stamp BLOB NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_facts (
    source INTEGER NOT NULL REFERENCES source (n),
    born INTEGER NOT NULL,
    died INTEGER NOT NULL,
    hash BLOB NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (source, born)
) STRICT, WITHOUT ROWID;

-- How many live statements of a source lie in a scope, and the sum of their hashes.
CREATE TABLE presence (
    source INTEGER NOT NULL REFERENCES source (n),
    scope INTEGER NOT NULL REFERENCES scope (n),
    statements INTEGER NOT NULL,
    stamp BLOB NOT NULL,
    PRIMARY KEY (source, scope)
) STRICT, WITHOUT ROWID;

-- A statement id and its number; ties name their ends by it.
CREATE TABLE actor_key (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

-- One row a form that a statement has had. What every reader of the network needs stands apart from the texts.
CREATE TABLE actor (
    n INTEGER PRIMARY KEY,
    key INTEGER NOT NULL REFERENCES actor_key (n),
    born INTEGER NOT NULL,
    died INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    scope INTEGER NOT NULL REFERENCES scope (n),
    source INTEGER NOT NULL REFERENCES source (n),
    hash BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX actor_form ON actor (key, born);
CREATE INDEX actor_born ON actor (born);
CREATE INDEX actor_died ON actor (died) WHERE died < 9007199254740991;

CREATE TABLE actor_text (
    n INTEGER PRIMARY KEY REFERENCES actor (n) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    country TEXT,
    roles TEXT NOT NULL,
    searchable TEXT NOT NULL,
    body TEXT NOT NULL,
    file TEXT NOT NULL,
    locator TEXT NOT NULL,
    raw TEXT NOT NULL
) STRICT;

CREATE TABLE actor_name (
    n INTEGER PRIMARY KEY,
    actor INTEGER NOT NULL REFERENCES actor (n) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX actor_name_actor ON actor_name (actor);

-- The texts are folded before: words lie between blanks, and `ascii` takes every other character as part of a word.
CREATE VIRTUAL TABLE actor_name_index USING fts5 (
    text, content = 'actor_name', content_rowid = 'n', tokenize = 'ascii', detail = 'none', prefix = '2 3'
);

CREATE TABLE tie (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    born INTEGER NOT NULL,
    died INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    scope INTEGER NOT NULL REFERENCES scope (n),
    source INTEGER NOT NULL REFERENCES source (n),
    kind INTEGER NOT NULL REFERENCES word (n),
    ego_key INTEGER NOT NULL REFERENCES actor_key (n),
    alter_key INTEGER NOT NULL REFERENCES actor_key (n),
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    status INTEGER NOT NULL REFERENCES word (n),
    confidence INTEGER NOT NULL REFERENCES word (n),
    strength REAL,
    hash BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX tie_form ON tie (id, born);
CREATE INDEX tie_ego ON tie (ego_key);
CREATE INDEX tie_alter ON tie (alter_key);
CREATE INDEX tie_born ON tie (born);
CREATE INDEX tie_died ON tie (died) WHERE died < 9007199254740991;

CREATE TABLE tie_text (
    n INTEGER PRIMARY KEY REFERENCES tie (n) ON DELETE CASCADE,
    start TEXT,
    end TEXT,
    formality TEXT NOT NULL,
    flow_class TEXT,
    amount TEXT,
    currency TEXT,
    value_date TEXT,
    body TEXT NOT NULL,
    file TEXT NOT NULL,
    locator TEXT NOT NULL,
    raw TEXT NOT NULL
) STRICT;

CREATE TABLE decision (
    left TEXT NOT NULL,
    right TEXT NOT NULL,
    born INTEGER NOT NULL,
    died INTEGER NOT NULL,
    judgement TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (left, right, born)
) STRICT, WITHOUT ROWID;

-- The operator's picture of actors, for people who ask in SQL. The service does not read it.
CREATE TABLE card (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    roles TEXT NOT NULL,
    names TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE card_statement (
    statement TEXT PRIMARY KEY,
    card TEXT NOT NULL REFERENCES card (id)
) STRICT, WITHOUT ROWID;

CREATE VIEW actor_row AS
SELECT
    actor_key.id, scope.name AS scope, source.id AS source, actor.hash, actor_text.kind, actor_text.name,
    actor_text.country, actor_text.roles, actor_text.searchable, actor_text.body, actor_text.file, actor_text.locator,
    actor_text.raw, actor.born, actor.died, actor.origin, actor.scope AS scope_n
FROM actor_key
CROSS JOIN actor ON actor.key = actor_key.n
CROSS JOIN actor_text ON actor_text.n = actor.n
CROSS JOIN scope ON scope.n = actor.scope
CROSS JOIN source ON source.n = actor.source;

CREATE VIEW tie_row AS
SELECT
    tie.id, scope.name AS scope, source.id AS source, tie.hash, kind.text AS kind, ego.id AS ego, alter_.id AS alter_,
    tie_text.start, tie_text.end, status.text AS status, confidence.text AS confidence, tie_text.formality,
    tie.strength, tie_text.flow_class, tie_text.amount, tie_text.currency, tie_text.value_date, tie_text.body,
    tie_text.file, tie_text.locator, tie_text.raw, tie.born, tie.died, tie.origin, tie.scope AS scope_n, tie.n
FROM tie
CROSS JOIN tie_text ON tie_text.n = tie.n
CROSS JOIN scope ON scope.n = tie.scope
CROSS JOIN source ON source.n = tie.source
CROSS JOIN word AS kind ON kind.n = tie.kind
CROSS JOIN word AS status ON status.n = tie.status
CROSS JOIN word AS confidence ON confidence.n = tie.confidence
CROSS JOIN actor_key AS ego ON ego.n = tie.ego_key
CROSS JOIN actor_key AS alter_ ON alter_.n = tie.alter_key;

CREATE VIEW card_tie AS
SELECT
    tie_row.kind, ego.id AS ego, ego.name AS ego_name, other.id AS alter_, other.name AS alter_name,
    tie_row.start, tie_row.end, tie_row.flow_class, tie_row.amount, tie_row.currency, tie_row.source, tie_row.id AS tie
FROM store
CROSS JOIN tie_row ON tie_row.born <= store.published AND tie_row.died > store.published
CROSS JOIN card_statement AS ego_card ON ego_card.statement = tie_row.ego
CROSS JOIN card AS ego ON ego.id = ego_card.card
CROSS JOIN card_statement AS other_card ON other_card.statement = tie_row.alter_
CROSS JOIN card AS other ON other.id = other_card.card;
