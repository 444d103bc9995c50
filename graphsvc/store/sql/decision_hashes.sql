-- name: decision_hashes
-- does: gives the hashes of live decisions with the scopes of their live statements
-- access: read
-- params: published
-- returns: scope of the left one, of the right one, hash
SELECT one.scope, other.scope, decision.hash
FROM decision
CROSS JOIN actor_row AS one ON one.id = decision.left
CROSS JOIN actor_row AS other ON other.id = decision.right
WHERE
    decision.born <= :published AND decision.died > :published
    AND one.born <= :published AND one.died > :published
    AND other.born <= :published AND other.died > :published
