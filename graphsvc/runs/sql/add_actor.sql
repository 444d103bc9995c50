-- name: add_actor
-- does: keeps one actor
INSERT INTO actors (id, level, hash, file, locator, packed) VALUES (?, ?, ?, ?, ?, ?);
