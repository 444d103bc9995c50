-- name: request
-- does: one request
-- access: read
-- params: id
SELECT
    id, account, collection, level, asker, introducer, target, asker_name, introducer_name, target_name,
    purpose, plan, state, contact, outcome, outcome_on, created_at, changed_at, token_expires_at
FROM request
WHERE id = :id
