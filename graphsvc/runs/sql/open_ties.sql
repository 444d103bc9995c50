-- name: open_ties
-- does: ties that are less closed than one of their ends, with the level they need
-- params: the last seq seen, how many
SELECT ties.seq, ties.id, ties.hash, ties.packed, max(ego.level, alter_actor.level)
FROM ties
JOIN actors AS ego ON ego.id = ties.ego
JOIN actors AS alter_actor ON alter_actor.id = ties.alter_id
WHERE max(ego.level, alter_actor.level) > ties.level AND ties.seq > ?
ORDER BY ties.seq
LIMIT ?;
