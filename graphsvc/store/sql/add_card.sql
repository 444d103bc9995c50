-- name: add_card
-- does: writes one actor of the picture
-- access: write
-- params: in the order of the columns
-- returns: nothing
INSERT INTO card (id, name, kind, country, roles, names) VALUES (?, ?, ?, ?, ?, ?)
