-- name: tie_hashes_died
-- does: gives the hashes of what a run retires (ties)
-- access: read
-- params: run, published
-- returns: source, scope, hash
SELECT source, scope, hash FROM tie WHERE died = :run AND born <= :published
