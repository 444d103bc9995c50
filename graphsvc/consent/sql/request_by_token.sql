-- name: request_by_token
-- does: the request that a decision link opens, while the link is good
-- access: read
-- params: token_hash, now, latest
SELECT
    id, account, collection, level, asker, introducer, target, asker_name, introducer_name, target_name,
    purpose, plan, state, contact, outcome, outcome_on, created_at, changed_at, token_expires_at
FROM request
WHERE token_hash = :token_hash AND token_expires_at >= :now AND token_expires_at <= :latest
