-- name: add_group_name
-- does: keeps the name of a group
-- access: write
-- params: id, account, collection, level, name, members, at
INSERT INTO group_name (id, account, collection, level, name, members, given_at)
VALUES (:id, :account, :collection, :level, :name, :members, :at)
