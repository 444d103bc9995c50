-- name: retire_actors
-- does: retires live actor statements
-- access: write
-- params: run, far, ids: as JSON
-- returns: nothing
UPDATE actor SET died = :run
WHERE key IN (SELECT n FROM actor_key WHERE id IN (SELECT value FROM json_each(:ids))) AND born < :run AND died = :far
