-- name: plan
-- does: one plan
-- access: read
-- params: id
SELECT id, account, collection, level, title, ends, created_at FROM kept_plan
WHERE id = :id
