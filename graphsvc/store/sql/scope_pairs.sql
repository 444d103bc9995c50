-- name: scope_pairs
-- does: gives the stamps of decisions
-- access: read
-- params: none
-- returns: one, other, stamp
SELECT one, other, stamp FROM scope_pair
