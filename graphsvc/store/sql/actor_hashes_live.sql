-- name: actor_hashes_live
-- does: gives the hashes of what is live (actors)
-- access: read
-- params: published
-- returns: source, scope, hash
SELECT source, scope, hash FROM actor WHERE born <= :published AND died > :published
