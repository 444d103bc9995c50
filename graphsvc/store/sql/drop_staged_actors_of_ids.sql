-- name: drop_staged_actors_of_ids
-- does: takes actor rows of a run out
-- access: write
-- params: run, ids: as JSON
-- returns: nothing
DELETE FROM actor WHERE born = :run AND key IN (SELECT n FROM actor_key WHERE id IN (SELECT value FROM json_each(:ids)))
