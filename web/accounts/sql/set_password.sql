-- name: set_password
-- does: replaces the password of one person
-- access: write
-- params: account, password
UPDATE person
SET password = :password
WHERE account = :account
