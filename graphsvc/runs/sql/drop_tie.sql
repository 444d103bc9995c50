-- name: drop_tie
-- does: takes one tie out
DELETE FROM ties WHERE seq = ?;
