-- name: drop_group_name
-- does: takes the name of a group away
-- access: write
-- params: id
DELETE FROM group_name
WHERE id = :id
