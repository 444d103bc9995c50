-- name: plans_of
-- does: the plans of one account, the last kept first
-- access: read
-- params: account
SELECT id, account, collection, level, title, ends, created_at FROM kept_plan
WHERE account = :account
ORDER BY created_at DESC, id
