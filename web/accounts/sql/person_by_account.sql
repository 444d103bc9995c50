-- name: person_by_account
-- does: one person by account id
-- access: read
-- params: account
SELECT account, name, password, everywhere, permissions, is_active
FROM person
WHERE account = :account
