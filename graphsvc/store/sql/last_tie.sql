-- name: last_tie
-- does: gives the highest number of a tie row
-- access: read
-- params: none
-- returns: number
SELECT coalesce(max(n), 0) FROM tie
