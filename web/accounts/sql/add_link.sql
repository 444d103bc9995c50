-- name: add_link
-- does: keeps a one-time link
-- access: write
-- params: token_hash, account, expires_at
INSERT INTO link (token_hash, account, expires_at)
VALUES (:token_hash, :account, :expires_at)
