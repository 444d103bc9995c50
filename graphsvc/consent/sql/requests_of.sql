-- name: requests_of
-- does: the requests of one account, the last changed first
-- access: read
-- params: account
SELECT
    id, account, collection, level, asker, introducer, target, asker_name, introducer_name, target_name,
    purpose, plan, state, contact, outcome, outcome_on, created_at, changed_at, token_expires_at
FROM request
WHERE account = :account
ORDER BY changed_at DESC, id
