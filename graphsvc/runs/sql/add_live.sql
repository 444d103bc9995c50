-- name: add_live
-- does: keeps what the store says of one statement of the source
INSERT INTO live (sort, id, hash) VALUES (?, ?, ?);
