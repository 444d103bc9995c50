-- name: person_by_name
-- does: one person by the name used at sign-in
-- access: read
-- params: name
SELECT account, name, password, everywhere, permissions, is_active
FROM person
WHERE name = :name
