-- name: session
-- does: one session
-- access: read
-- params: token_hash
SELECT account, began_at, seen_at
FROM session
WHERE token_hash = :token_hash
