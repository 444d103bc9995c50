-- name: actor_keys
-- does: gives the numbers of statement ids
-- access: read
-- params: ids: as JSON
-- returns: id, n
SELECT id, n FROM actor_key WHERE id IN (SELECT value FROM json_each(:ids))
