-- name: audit
-- does: the audit from its first entry on
-- access: read
-- params: none
SELECT number, at, account, what, subject, hash
FROM audit
ORDER BY number
