-- name: people
-- does: everybody, by name
-- access: read
-- params: none
SELECT account, name, password, everywhere, permissions, is_active
FROM person
ORDER BY name
