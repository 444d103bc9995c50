-- name: add_actor_keys
-- does: numbers statement ids
-- access: write
-- params: ids: as JSON
-- returns: nothing
INSERT INTO actor_key (id) SELECT value FROM json_each(:ids) WHERE true ON CONFLICT (id) DO NOTHING
