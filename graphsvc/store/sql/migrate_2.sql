-- name: migrate_2
-- does: brings format 1 to format 2: the formality of a tie stands beside what every reader of the network needs
-- access: schema
-- params: none
-- returns: nothing
PRAGMA user_version = 2;

DROP VIEW card_tie;
DROP VIEW tie_row;

ALTER TABLE tie ADD COLUMN formality INTEGER REFERENCES word (n);
INSERT OR IGNORE INTO word (text) SELECT DISTINCT formality FROM tie_text;
UPDATE tie SET formality = (
    SELECT word.n FROM tie_text CROSS JOIN word ON word.text = tie_text.formality WHERE tie_text.n = tie.n
);
ALTER TABLE tie_text DROP COLUMN formality;

CREATE VIEW tie_row AS
SELECT
    tie.id, scope.name AS scope, source.id AS source, tie.hash, kind.text AS kind, ego.id AS ego, alter_.id AS alter_,
    tie_text.start, tie_text.end, status.text AS status, confidence.text AS confidence, formality.text AS formality,
    tie.strength, tie_text.flow_class, tie_text.amount, tie_text.currency, tie_text.value_date, tie_text.body,
    tie_text.file, tie_text.locator, tie_text.raw, tie.born, tie.died, tie.origin, tie.scope AS scope_n, tie.n
FROM tie
CROSS JOIN tie_text ON tie_text.n = tie.n
CROSS JOIN scope ON scope.n = tie.scope
CROSS JOIN source ON source.n = tie.source
CROSS JOIN word AS kind ON kind.n = tie.kind
CROSS JOIN word AS status ON status.n = tie.status
CROSS JOIN word AS confidence ON confidence.n = tie.confidence
CROSS JOIN word AS formality ON formality.n = tie.formality
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
