-- name: account_keys
-- does: the keys of the actors whom an account speaks for
-- access: read
-- params: account
SELECT actor, key FROM account_key
WHERE account = :account
ORDER BY actor, key
