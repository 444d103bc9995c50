-- name: count_group_names
-- does: how many names of groups there are in one scope
-- access: read
-- params: collection, level
SELECT count(*) FROM group_name
WHERE collection = :collection AND level = :level
