-- name: end_sessions_of
-- does: ends every session of one person
-- access: write
-- params: account
DELETE FROM session
WHERE account = :account
