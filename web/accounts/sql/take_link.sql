-- name: take_link
-- does: uses a one-time link up; gives its account if it is still good
-- access: write
-- params: token_hash, now, latest
DELETE FROM link
WHERE token_hash = :token_hash AND expires_at >= :now AND expires_at <= :latest
RETURNING account
