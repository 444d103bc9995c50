-- name: count_differences
-- does: how many actors and ties are new, changed, unchanged
SELECT 'actor', live.id IS NULL, live.hash IS NOT NULL AND live.hash <> actors.hash, count(*)
FROM actors LEFT JOIN live ON live.id = actors.id
GROUP BY 2, 3
UNION ALL
SELECT 'tie', live.id IS NULL, live.hash IS NOT NULL AND live.hash <> ties.hash, count(*)
FROM ties LEFT JOIN live ON live.id = ties.id
GROUP BY 2, 3;
