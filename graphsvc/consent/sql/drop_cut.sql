-- name: drop_cut
-- does: deletes a kept cut of one account
-- access: write
-- params: id, account
DELETE FROM kept_cut
WHERE id = :id AND account = :account
RETURNING id
