-- name: retired
-- does: statements of the store that the file no longer holds, ties first, sorted by id
SELECT live.sort, live.id
FROM live
WHERE (live.sort = 'actor' AND NOT EXISTS (SELECT 1 FROM actors WHERE actors.id = live.id))
    OR (live.sort = 'tie' AND NOT EXISTS (SELECT 1 FROM ties WHERE ties.id = live.id))
ORDER BY live.sort DESC, live.id;
