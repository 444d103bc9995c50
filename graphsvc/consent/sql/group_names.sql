-- name: group_names
-- does: the names of groups, the last given last
-- access: read
SELECT id, collection, level, name, members FROM group_name
ORDER BY given_at, id
