-- name: set_token
-- does: gives a request a decision link, or takes it away (NULL)
-- access: write
-- params: id, token_hash, expires_at
UPDATE request
SET token_hash = :token_hash, token_expires_at = :expires_at
WHERE id = :id
