-- name: end_old_links
-- does: removes links that are over
-- access: write
-- params: now
DELETE FROM link
WHERE expires_at < :now
