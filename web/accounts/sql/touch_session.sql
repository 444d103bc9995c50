-- name: touch_session
-- does: notes that a session was used
-- access: write
-- params: token_hash, at
UPDATE session
SET seen_at = :at
WHERE token_hash = :token_hash
