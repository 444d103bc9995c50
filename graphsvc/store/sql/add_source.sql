-- name: add_source
-- does: numbers a source
-- access: write
-- params: id
-- returns: nothing
INSERT INTO source (id) VALUES (:id) ON CONFLICT (id) DO NOTHING
