-- name: secret
-- does: one secret of this installation
-- access: read
-- params: name
SELECT value
FROM secret
WHERE name = :name
