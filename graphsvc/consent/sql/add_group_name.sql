-- name: add_group_name
-- does: keeps the name of a group
-- access: write
-- params: account, collection, level, name, members, at
INSERT INTO group_name (account, collection, level, name, members, given_at)
VALUES (:account, :collection, :level, :name, :members, :at)
