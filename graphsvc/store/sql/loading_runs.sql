-- name: loading_runs
-- does: gives runs that have not ended
-- access: read
-- params: none
-- returns: number
SELECT number FROM run WHERE state = 'loading' ORDER BY number
