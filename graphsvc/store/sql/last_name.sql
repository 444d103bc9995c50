-- name: last_name
-- does: gives the highest number of a name
-- access: read
-- params: none
-- returns: number
SELECT coalesce(max(n), 0) FROM actor_name
