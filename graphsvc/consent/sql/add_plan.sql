-- name: add_plan
-- does: keeps a plan
-- access: write
-- params: id, account, collection, level, title, ends, at
INSERT INTO kept_plan (id, account, collection, level, title, ends, created_at)
VALUES (:id, :account, :collection, :level, :title, :ends, :at)
