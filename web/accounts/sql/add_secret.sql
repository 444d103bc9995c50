-- name: add_secret
-- does: keeps a secret of this installation unless it has one
-- access: write
-- params: name, value
INSERT INTO secret (name, value)
VALUES (:name, :value)
ON CONFLICT (name) DO NOTHING
