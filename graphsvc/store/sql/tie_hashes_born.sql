-- name: tie_hashes_born
-- does: gives the hashes of what a run writes (ties)
-- access: read
-- params: run
-- returns: source, scope, hash
SELECT source, scope, hash FROM tie WHERE born = :run
