-- name: actors_to_write
-- does: new and changed actors, sorted by id
SELECT actors.id, actors.hash, actors.packed
FROM actors LEFT JOIN live ON live.id = actors.id
WHERE live.id IS NULL OR live.hash <> actors.hash
ORDER BY actors.id;
