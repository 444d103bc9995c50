-- name: ties_to_write
-- does: new and changed ties, sorted by id
SELECT ties.id, ties.hash, ties.packed
FROM ties LEFT JOIN live ON live.id = ties.id
WHERE live.id IS NULL OR live.hash <> ties.hash
ORDER BY ties.id;
