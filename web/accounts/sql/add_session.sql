-- name: add_session
-- does: begins a session
-- access: write
-- params: token_hash, account, at
INSERT INTO session (token_hash, account, began_at, seen_at)
VALUES (:token_hash, :account, :at, :at)
