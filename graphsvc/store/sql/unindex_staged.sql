-- name: unindex_staged
-- does: takes all names of a run out of the index of words
-- access: write
-- params: run
-- returns: nothing
INSERT INTO actor_name_index (actor_name_index, rowid, text)
SELECT 'delete', actor_name.n, actor_name.text
FROM actor CROSS JOIN actor_name ON actor_name.actor = actor.n
WHERE actor.born = :run
