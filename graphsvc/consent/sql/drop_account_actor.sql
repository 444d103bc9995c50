-- name: drop_account_actor
-- does: ends that an account speaks for an actor
-- access: write
-- params: account, actor
DELETE FROM account_key
WHERE account = :account AND actor = :actor
RETURNING key
