-- name: add_actor_text
-- does: writes the texts of an actor row
-- access: write
-- params: in the order of the columns
-- returns: nothing
INSERT INTO actor_text (n, kind, name, folded, country, roles, searchable, body, file, locator, raw)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
