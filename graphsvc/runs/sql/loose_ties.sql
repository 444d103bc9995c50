-- name: loose_ties
-- does: ties with an end that is no actor of the file
-- params: the last seq seen, how many
SELECT ties.seq, ties.file, ties.locator, ego.id IS NULL, alter_actor.id IS NULL
FROM ties
LEFT JOIN actors AS ego ON ego.id = ties.ego
LEFT JOIN actors AS alter_actor ON alter_actor.id = ties.alter_id
WHERE (ego.id IS NULL OR alter_actor.id IS NULL) AND ties.seq > ?
ORDER BY ties.seq
LIMIT ?;
