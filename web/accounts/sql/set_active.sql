-- name: set_active
-- does: opens or closes one account
-- access: write
-- params: account, is_active
UPDATE person
SET is_active = :is_active
WHERE account = :account
