-- name: withdraw_opt_out
-- does: ends a standing opt-out; its record stays
-- access: write
-- params: id, at, account
UPDATE opt_out
SET withdrawn_at = :at, withdrawn_by = :account
WHERE id = :id AND withdrawn_at IS NULL
RETURNING id
