-- name: actor_hashes_born
-- does: gives the hashes of what a run writes (actors)
-- access: read
-- params: run
-- returns: source, scope, hash
SELECT source, scope, hash FROM actor WHERE born = :run
