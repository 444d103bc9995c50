-- name: next_run
-- does: gives the number of the next run
-- access: read
-- params: none
-- returns: number
SELECT coalesce(max(number), 0) + 1 FROM run
