-- name: drop_actor
-- does: takes one actor out
DELETE FROM actors WHERE seq = ?;
