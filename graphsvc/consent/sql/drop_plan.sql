-- name: drop_plan
-- does: deletes a plan of one account, and all that belongs to it
-- access: write
-- params: id, account
DELETE FROM kept_plan
WHERE id = :id AND account = :account
RETURNING id
