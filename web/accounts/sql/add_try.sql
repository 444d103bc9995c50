-- name: add_try
-- does: notes one try to sign in
-- access: write
-- params: bucket, at
INSERT INTO try (bucket, at)
VALUES (:bucket, :at)
