-- name: drop_same_group_name
-- does: takes away the name that was given with the same members in the same scope
-- access: write
-- params: collection, level, members
DELETE FROM group_name
WHERE collection = :collection AND level = :level AND members = :members
