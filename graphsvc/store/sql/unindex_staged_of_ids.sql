-- name: unindex_staged_of_ids
-- does: takes names of a run out of the index of words
-- access: write
-- params: run, ids: as JSON
-- returns: nothing
INSERT INTO actor_name_index (actor_name_index, rowid, text)
SELECT 'delete', actor_name.n, actor_name.text
FROM actor_name
WHERE actor_name.actor IN (
    SELECT n FROM actor WHERE born = :run AND key IN (SELECT n FROM actor_key WHERE id IN (SELECT value FROM json_each(:ids)))
)
