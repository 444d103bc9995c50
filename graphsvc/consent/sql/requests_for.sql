-- name: requests_for
-- does: the requests that were put to an actor whom an account speaks for, the last changed first
-- access: read
-- params: account
SELECT
    id, account, collection, level, asker, introducer, target, asker_name, introducer_name, target_name,
    purpose, plan, state, contact, outcome, outcome_on, created_at, changed_at, token_expires_at
FROM request
WHERE id IN (
    SELECT request_key.request
    FROM request_key
    JOIN account_key ON account_key.key = request_key.key
    WHERE request_key.part = 'introducer' AND account_key.account = :account
)
AND EXISTS (SELECT 1 FROM event WHERE event.request = request.id AND event.action = 'ask')
ORDER BY changed_at DESC, id
