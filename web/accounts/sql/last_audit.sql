-- name: last_audit
-- does: the newest entry of the audit
-- access: read
-- params: none
SELECT number, hash
FROM audit
ORDER BY number DESC
LIMIT 1
