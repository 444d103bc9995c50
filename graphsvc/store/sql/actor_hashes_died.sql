-- name: actor_hashes_died
-- does: gives the hashes of what a run retires (actors)
-- access: read
-- params: run, published
-- returns: source, scope, hash
SELECT source, scope, hash FROM actor WHERE died = :run AND born <= :published
