-- name: add_scope
-- does: numbers a scope
-- access: write
-- params: name, level
-- returns: nothing
INSERT INTO scope (name, level) VALUES (:name, :level) ON CONFLICT (name) DO NOTHING
