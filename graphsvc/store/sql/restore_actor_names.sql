-- name: restore_actor_names
-- does: writes the names of actor rows that come back
-- access: write
-- params: run, target
-- returns: nothing
INSERT INTO actor_name (actor, position, text)
SELECT back.n, was.position, was.text
FROM actor AS gone
CROSS JOIN actor_name AS was ON was.actor = gone.n
CROSS JOIN actor AS back ON back.key = gone.key AND back.born = :run
WHERE gone.died = :target
