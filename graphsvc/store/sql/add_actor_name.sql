-- name: add_actor_name
-- does: writes a folded name or identifier
-- access: write
-- params: in the order of the columns
-- returns: nothing
INSERT INTO actor_name (n, actor, position, text) VALUES (?, ?, ?, ?)
