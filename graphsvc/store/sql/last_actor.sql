-- name: last_actor
-- does: gives the highest number of an actor row
-- access: read
-- params: none
-- returns: number
SELECT coalesce(max(n), 0) FROM actor
