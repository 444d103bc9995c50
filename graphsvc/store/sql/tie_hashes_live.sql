-- name: tie_hashes_live
-- does: gives the hashes of what is live (ties)
-- access: read
-- params: published
-- returns: source, scope, hash
SELECT source, scope, hash FROM tie WHERE born <= :published AND died > :published
