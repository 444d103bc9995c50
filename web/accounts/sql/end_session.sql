-- name: end_session
-- does: ends one session
-- access: write
-- params: token_hash
DELETE FROM session
WHERE token_hash = :token_hash
