-- name: add_tie
-- does: keeps one tie
INSERT INTO ties (id, level, hash, file, locator, packed, ego, alter_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?);
