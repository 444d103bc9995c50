-- name: add_account_key
-- does: says that an account speaks for an actor, by one of the actor's keys
-- access: write
-- params: account, actor, key
INSERT OR IGNORE INTO account_key (account, actor, key)
VALUES (:account, :actor, :key)
