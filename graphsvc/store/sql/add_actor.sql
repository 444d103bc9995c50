-- name: add_actor
-- does: writes an actor row
-- access: write
-- params: in the order of the columns
-- returns: nothing
INSERT INTO actor (n, key, born, died, origin, scope, source, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
