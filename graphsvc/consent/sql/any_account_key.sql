-- name: any_account_key
-- does: one row if any account speaks for an actor
-- access: read
SELECT 1 FROM account_key LIMIT 1
