-- name: end_old_sessions
-- does: removes sessions that are over
-- access: write
-- params: began_before, seen_before
DELETE FROM session
WHERE began_at < :began_before OR seen_at < :seen_before
