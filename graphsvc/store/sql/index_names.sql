-- name: index_names
-- does: puts names into the index of words
-- access: write
-- params: after: the number behind which new names begin
-- returns: nothing
INSERT INTO actor_name_index (rowid, text) SELECT n, text FROM actor_name WHERE n > :after ORDER BY n
