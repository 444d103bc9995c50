-- name: close_tie
-- does: makes one tie as closed as its ends
UPDATE ties SET level = ?, hash = ?, packed = ? WHERE seq = ?;
